import { isAccountId, rootArn } from '../../../shared/arn.ts'
import type { PolicyKind } from '../../store/policies.ts'
import type { Statement } from './policy-text.ts'

export type TemplateField = 'account' | 'principals' | 'addresses' | 'prefix'

export interface TemplateValues {
  readonly region: string
  readonly accountId: string
  /** The other account. */
  readonly account: string
  readonly principals: readonly string[]
  /** As they were typed, between commas or spaces. */
  readonly addresses: string
  readonly prefix: string
}

export interface PolicyTemplate {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly kinds: readonly PolicyKind[]
  readonly fields: readonly TemplateField[]
  /** Another account reads a secret only if a customer managed key encrypts it. */
  readonly needsCustomerKey?: boolean
  readonly build: (values: TemplateValues) => readonly Statement[]
}

export const READ_SECRET = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']
export const USE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey']

const one = <T>(items: readonly T[]): T | readonly T[] => (items.length === 1 ? (items[0] as T) : items)
const allow = (Sid: string, Action: readonly string[], more: Statement): Statement => ({ Sid, Effect: 'Allow', ...more, Action: one(Action) })
const deny = (Sid: string, Action: readonly string[], more: Statement): Statement => ({ Sid, Effect: 'Deny', ...more, Action: one(Action) })
const aws = (principals: readonly string[]): Statement => ({ Principal: { AWS: one(principals) } })
const ON_ALL = { Resource: '*' }
const viaSecretsManager = (region: string) => ({ StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } })

/** The statement that lets principals use a key for the secrets it encrypts. */
export function keyStatement(principals: readonly string[], region: string): Statement {
  return { ...allow('UseKeyForSecrets', ['kms:Decrypt', 'kms:DescribeKey'], aws(principals)), ...ON_ALL, Condition: viaSecretsManager(region) }
}

/** The addresses of a line, by their commas and spaces. */
export function addressesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((address) => address !== '')
}

export const POLICY_TEMPLATES: readonly PolicyTemplate[] = [
  {
    id: 'read-team',
    label: 'Read only for a team',
    hint: 'The users and roles you choose may read the value and the details.',
    kinds: ['resource'],
    fields: ['principals'],
    build: ({ principals }) => [{ ...allow('ReadSecret', READ_SECRET, aws(principals)), ...ON_ALL }],
  },
  {
    id: 'share-account',
    label: 'Share with another account',
    hint: 'The other account may read it, and lets its own users and roles do so.',
    kinds: ['resource'],
    fields: ['account'],
    needsCustomerKey: true,
    build: ({ account, region }) => [{ ...allow(`ShareWith${account}`, READ_SECRET, aws([rootArn(region, account)])), ...ON_ALL }],
  },
  {
    id: 'only-roles',
    label: 'Deny outside a role',
    hint: 'Whatever else allows it, nobody but these and the root of this account reads the value.',
    kinds: ['resource'],
    fields: ['principals'],
    build: ({ principals, region, accountId }) => [
      { ...deny('ReadOnlyByThese', ['secretsmanager:GetSecretValue'], { Principal: '*' }), ...ON_ALL, Condition: { ArnNotEquals: { 'aws:PrincipalArn': [...principals, rootArn(region, accountId)] } } },
    ],
  },
  {
    id: 'no-deletion',
    label: 'Deny deletion',
    hint: 'Nobody deletes the secret while this statement is here, not even the root of this account.',
    kinds: ['resource'],
    fields: [],
    build: () => [{ ...deny('NoDeletion', ['secretsmanager:DeleteSecret'], { Principal: '*' }), ...ON_ALL }],
  },
  {
    id: 'addresses',
    label: 'Only from these addresses',
    hint: 'Calls that come over the network from elsewhere do not read the value. The window has no address and still does.',
    kinds: ['resource'],
    fields: ['addresses'],
    build: ({ addresses }) => [
      {
        ...deny('OnlyFromTheseAddresses', ['secretsmanager:GetSecretValue'], { Principal: '*' }),
        ...ON_ALL,
        Condition: { NotIpAddress: { 'aws:SourceIp': addressesOf(addresses) }, Null: { 'aws:SourceIp': 'false' } },
      },
    ],
  },
  {
    id: 'use-key',
    label: 'Use the key',
    hint: 'The users and roles you choose may encrypt and decrypt with it, through Secrets Manager or by themselves.',
    kinds: ['key'],
    fields: ['principals'],
    build: ({ principals }) => [{ ...allow('UseKey', USE_KEY, aws(principals)), ...ON_ALL }],
  },
  {
    id: 'use-key-account',
    label: 'Another account reads secrets under the key',
    hint: 'The other account may decrypt with it, through Secrets Manager only.',
    kinds: ['key'],
    fields: ['account'],
    build: ({ account, region }) => [keyStatement([rootArn(region, account)], region)],
  },
  {
    id: 'keep-key',
    label: 'Deny disabling and deletion',
    hint: 'Nobody stops or deletes the key while this statement is here.',
    kinds: ['key'],
    fields: [],
    build: () => [{ ...deny('KeepKey', ['kms:DisableKey', 'kms:ScheduleKeyDeletion'], { Principal: '*' }), ...ON_ALL }],
  },
  {
    id: 'read-prefix',
    label: 'Read under a prefix',
    hint: 'Secrets whose names start so, and the keys that encrypt them.',
    kinds: ['identity'],
    fields: ['prefix'],
    build: ({ prefix, accountId, region }) => [
      { ...allow('ReadSecrets', [...READ_SECRET, 'secretsmanager:ListSecretVersionIds'], {}), Resource: `${rootArn(region, accountId).split(':iam:')[0] ?? 'arn:aws'}:secretsmanager:*:${accountId}:secret:${prefix}*` },
      { ...allow('DecryptValues', ['kms:Decrypt'], {}), ...ON_ALL, Condition: viaSecretsManager(region) },
    ],
  },
  {
    id: 'identity-no-deletion',
    label: 'Deny deletion',
    hint: 'Whatever else allows it: no secret and no key is deleted.',
    kinds: ['identity'],
    fields: [],
    build: () => [{ ...deny('NoDeletion', ['secretsmanager:DeleteSecret', 'kms:ScheduleKeyDeletion'], {}), ...ON_ALL }],
  },
  {
    id: 'current-only',
    label: 'Current version only',
    hint: 'Reading by another staging label than AWSCURRENT is refused.',
    kinds: ['identity'],
    fields: [],
    build: () => [{ ...deny('CurrentOnly', ['secretsmanager:GetSecretValue'], {}), ...ON_ALL, Condition: { StringNotEqualsIfExists: { 'secretsmanager:VersionStage': 'AWSCURRENT' }, Null: { 'secretsmanager:VersionStage': 'false' } } }],
  },
  {
    id: 'trust-principals',
    label: 'Trust users and roles',
    hint: 'They may assume the role.',
    kinds: ['trust'],
    fields: ['principals'],
    build: ({ principals }) => [allow('Trust', ['sts:AssumeRole'], aws(principals))],
  },
  {
    id: 'trust-account',
    label: 'Trust an account',
    hint: 'Whoever that account allows to assume the role may.',
    kinds: ['trust'],
    fields: ['account'],
    build: ({ account, region }) => [allow(`Trust${account}`, ['sts:AssumeRole'], aws([rootArn(region, account)]))],
  },
]

/** What is missing before a template can be used, or null. */
export function templateProblem(template: PolicyTemplate, values: TemplateValues): string | null {
  for (const field of template.fields) {
    if (field === 'account' && !isAccountId(values.account)) return 'An account ID has 12 digits.'
    if (field === 'principals' && values.principals.length === 0) return 'Choose who.'
    if (field === 'prefix' && !/^[\w/+=.@-]+$/.test(values.prefix)) return 'Letters, digits and / _ + = . @ - only, such as prod/payments/.'
    if (field === 'addresses' && addressesOf(values.addresses).length === 0) return 'Addresses or ranges, such as 127.0.0.1 or 10.0.0.0/8.'
  }
  return null
}
