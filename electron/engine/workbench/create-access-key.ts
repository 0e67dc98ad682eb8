import { Sensitive } from '../../../shared/sensitive.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { AccessKeyScope } from '../caller.ts'
import { requireRoot } from './require-root.ts'
import { findUser, shownAccessKey } from './shown-user.ts'
import { uniqueId } from './unique-id.ts'

const SECRET_BYTES = 30
/** More than IAM's two: a developer gives each program of a machine its own key. */
const MAX_KEYS_OF_USER = 50

/** Makes an access key. Its secret is in this answer only. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: CallHandler<'workbench:CreateAccessKey'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    const { access } = context.vault
    const scope = scopeOf(input, context.nowMs)
    if (access.accessKeysOfUser(user.id).length >= MAX_KEYS_OF_USER) {
      throw new ServiceError('LimitExceeded', `The user ${user.userName} already has ${MAX_KEYS_OF_USER} access keys. Delete one that is not used.`)
    }
    const accessKey = {
      id: uniqueId('AKIA', context.host.random),
      userArn: user.id,
      secretAccessKey: Buffer.from(context.host.random.bytes(SECRET_BYTES)).toString('base64'),
      status: 'Active',
      createdAtMs: context.nowMs,
      description: input.Description,
      scope,
    } as const
    access.accessKeys.put(accessKey)
    return { AccessKey: shownAccessKey(context, user.userName, accessKey), SecretAccessKey: new Sensitive(accessKey.secretAccessKey) }
  },
}

function scopeOf({ ReadOnly, NamePrefix, ExpirationDate }: Input<'workbench:CreateAccessKey'>, nowMs: number): AccessKeyScope | undefined {
  if (ExpirationDate !== undefined && ExpirationDate <= nowMs) {
    throw new ServiceError('ValidationException', 'ExpirationDate lies in the past: such a key would never work. Choose a later time, or leave it out.')
  }
  if (ReadOnly !== true && NamePrefix === undefined && ExpirationDate === undefined) return undefined
  return { isReadOnly: ReadOnly === true ? true : undefined, namePrefix: NamePrefix, expiresAtMs: ExpirationDate }
}
