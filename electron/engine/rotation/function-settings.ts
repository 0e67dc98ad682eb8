import { isAbsolute } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import { BUILT_IN_PREFIX } from './function-record.ts'

type Settings = Pick<Input<'workbench:UpdateFunction'>, 'CodePath' | 'Environment' | 'Role'>

const ENVIRONMENT_NAME = /^[A-Za-z]\w*$/
const MAX_ENVIRONMENT_BYTES = 4096
/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Reserved environment variables" */
const RESERVED = /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_LAMBDA_(FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/

/** Refuses a path that means another file in another folder, and variables that Lambda refuses. */
export function checkSettings({ CodePath, Environment = {} }: Settings): void {
  if (CodePath !== undefined && !isAbsolute(CodePath)) throw new ServiceError('InvalidParameterValueException', `CodePath ${CodePath} is not absolute. Give the whole path of the file or folder.`)
  const wrong = Object.keys(Environment).find((name) => !ENVIRONMENT_NAME.test(name))
  if (wrong !== undefined) throw new ServiceError('InvalidParameterValueException', `${wrong} is no name of an environment variable: letters, digits and _, a letter first.`)
  const reserved = Object.keys(Environment).filter((name) => RESERVED.test(name))
  if (reserved.length > 0) {
    throw new ServiceError(
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  }
  const bytes = Object.entries(Environment).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value.reveal()), 0)
  if (bytes > MAX_ENVIRONMENT_BYTES) throw new ServiceError('InvalidParameterValueException', `The environment has ${bytes} bytes; Lambda allows ${MAX_ENVIRONMENT_BYTES}.`)
}

/** Refuses a role that is not in the caller's account. */
export function checkRole(context: CallContext, roleArn: string | undefined): void {
  if (roleArn === undefined || roleArn === '') return
  const role = context.vault.access.roles.get(roleArn)
  if (role === null || role.accountId !== context.accountId) throw new ServiceError('InvalidParameterValueException', `There is no role ${roleArn} in the account. Make it first.`)
}

/** Refuses names that stand for what comes with Coffer. */
export function checkOwnName(name: string): void {
  if (name.startsWith(BUILT_IN_PREFIX)) throw new ServiceError('InvalidParameterValueException', `Names that begin with ${BUILT_IN_PREFIX} are those of functions that come with Coffer.`)
}

/** The variables in the form in which they are stored. */
export function storedEnvironment(environment: Settings['Environment']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment ?? {}).map(([name, value]) => [name, value.reveal()]))
}
