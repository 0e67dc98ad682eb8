import { catalog, type OperationName, type WireInput, type WireOutput } from '../../shared/operations/catalog.ts'
import { policy, trust } from '../support/iam.ts'
import { TEST_ACCOUNT, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'

/** Every operation of AWS that Coffer has: each client's tour calls all of them. */
export const AWS_OPERATIONS: readonly string[] = Object.keys(catalog).filter((name) => !name.startsWith('workbench:')).sort()

/** A rotation function that Coffer brings. */
export const TOUR_FUNCTION = `arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:builtin-postgres-single`
/** Where the tours put replicas. */
export const TOUR_REPLICA_REGION = 'eu-west-1'
export const TOUR_ROLE = `arn:aws:iam::${TEST_ACCOUNT}:role/tour`
/** A policy that any secret can have. */
export const TOUR_POLICY = policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${TEST_ACCOUNT}:root` }, Action: 'secretsmanager:GetSecretValue', Resource: '*' })
/** A policy that any key can have. */
export const TOUR_KEY_POLICY = policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${TEST_ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' })

type Call = <N extends OperationName>(operation: N, input: WireInput<N>) => Promise<WireOutput<N>>

/** A vault with a role for the tours' user to assume, and what else a tour needs. */
export function makeTourVault(fill: (call: Call) => Promise<void> = async () => undefined): Promise<VaultTemplate> {
  return makeVaultTemplate(async (call) => {
    await call('workbench:CreateRole', { RoleName: 'tour', AssumeRolePolicyDocument: policy(trust(`arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}`)) })
    await fill(call)
  })
}

/** `kms list-keys` or `ListKeys` of a service, as the catalog has it. */
export function operationOfWords(words: string): string {
  const [service = '', command = ''] = words.split(' ')
  return `${service}:${command.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')}`
}
