import { addStatements, EMPTY_POLICY, type Statement } from './policy-text.ts'

export type ShareLevel = 'details' | 'read' | 'write'

export const SHARE_LEVELS: readonly { readonly value: ShareLevel; readonly label: string; readonly hint: string }[] = [
  { value: 'read', label: 'Read', hint: 'The value in all its versions, and the details.' },
  { value: 'write', label: 'Read and write', hint: 'Store new values too, and move staging labels.' },
  { value: 'details', label: 'See the details', hint: 'Name, tags, versions and dates; never the value.' },
]

const ACTIONS: Readonly<Record<ShareLevel, readonly string[]>> = {
  details: ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds'],
  read: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds'],
  write: [
    'secretsmanager:GetSecretValue',
    'secretsmanager:DescribeSecret',
    'secretsmanager:ListSecretVersionIds',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ],
}
const KEY_ACTIONS: Readonly<Record<ShareLevel, readonly string[]>> = {
  details: [],
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  write: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
}

export interface ShareChoice {
  readonly principals: readonly string[]
  readonly level: ShareLevel
  readonly region: string
}

export interface SharePlan {
  /** What the secret's policy becomes. */
  readonly secretPolicy: string
  /** What the key's policy becomes; null when it stays as it is. */
  readonly keyPolicy: string | null
}

/** Whether sharing like this asks the key at all: only values are encrypted. */
export function needsKey(level: ShareLevel): boolean {
  return KEY_ACTIONS[level].length > 0
}

/**
 * The policies after sharing: a statement more in that of the secret, and in that of its key when it is given; all else stays.
 * Null when a stored policy cannot be added to.
 */
export function planShare(choice: ShareChoice, stored: { readonly secretPolicy: string | null; readonly keyPolicy: string | null }): SharePlan | null {
  const { principals, level, region } = choice
  const Principal = { AWS: principals.length === 1 ? principals[0] : principals }
  const share: Statement = { Sid: 'Share', Effect: 'Allow', Principal, Action: ACTIONS[level], Resource: '*' }
  const secretPolicy = addStatements(stored.secretPolicy ?? EMPTY_POLICY, [share])
  if (secretPolicy === null) return null
  if (stored.keyPolicy === null || !needsKey(level)) return { secretPolicy, keyPolicy: null }
  const condition = { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } }
  const keyPolicy = addStatements(stored.keyPolicy, [{ Sid: 'ShareSecrets', Effect: 'Allow', Principal, Action: KEY_ACTIONS[level], Resource: '*', Condition: condition }])
  return keyPolicy === null ? null : { secretPolicy, keyPolicy }
}

/** The action by which sharing is tried out afterwards. */
export function tellingAction(level: ShareLevel): string {
  return level === 'details' ? 'secretsmanager:DescribeSecret' : level === 'write' ? 'secretsmanager:PutSecretValue' : 'secretsmanager:GetSecretValue'
}
