/** Ready-made identity policies for a new user. */

export type PolicyTemplate = 'everything' | 'read-only' | 'read-only-prefix' | 'custom'

export const POLICY_TEMPLATES: readonly { readonly id: PolicyTemplate; readonly label: string; readonly description: string }[] = [
  { id: 'everything', label: 'Everything', description: 'All of Secrets Manager and KMS in this account.' },
  { id: 'read-only', label: 'Read only', description: 'Lists and reads every secret of this account, changes none.' },
  { id: 'read-only-prefix', label: 'Read only under a prefix', description: 'Reads the secrets whose names start so, and sees no others.' },
  { id: 'custom', label: 'Custom policy', description: 'An IAM policy document of your own.' },
]

const READ_ACTIONS = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds']

interface PolicyChoice {
  readonly template: PolicyTemplate
  readonly accountId: string
  readonly prefix: string
  readonly custom: string
}

/** The policy's name and document for CreateUser; null for `everything`, which is what a user without a policy document may do. */
export function policyFor(choice: PolicyChoice): { readonly PolicyName: string; readonly PolicyDocument: string } | null {
  switch (choice.template) {
    case 'everything':
      return null
    case 'read-only':
      return { PolicyName: 'read-only', PolicyDocument: policyText([...READ_ACTIONS, 'secretsmanager:ListSecrets', 'secretsmanager:BatchGetSecretValue'], '*') }
    case 'read-only-prefix':
      return {
        PolicyName: 'read-only-prefix',
        PolicyDocument: policyText(READ_ACTIONS, `arn:aws:secretsmanager:*:${choice.accountId}:secret:${choice.prefix}*`),
      }
    case 'custom':
      return { PolicyName: 'custom', PolicyDocument: choice.custom }
  }
}

function policyText(actions: readonly string[], resource: string): string {
  return JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'ReadSecrets', Effect: 'Allow', Action: actions, Resource: resource },
        { Sid: 'DecryptValues', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      ],
    },
    null,
    2,
  )
}

/** Where a new custom policy starts. */
export function customPolicyStart(accountId: string): string {
  return policyText(READ_ACTIONS, `arn:aws:secretsmanager:*:${accountId}:secret:*`)
}

/** What is wrong with a name as IAM sees it, or null. Source: IAM API reference, CreateUser. */
export function userNameProblem(name: string): string | null {
  if (name === '') return 'A user needs a name.'
  if (name.length > 64) return 'At most 64 characters.'
  return /^[\w+=,.@-]+$/.test(name) ? null : 'Letters, digits and + = , . @ - _ only.'
}

/** What is wrong with the name of a group, role or policy, or null; an empty one is not judged. */
export function nameProblem(name: string, maxCharacters: number): string | null {
  if (name === '') return null
  if (name.length > maxCharacters) return `At most ${maxCharacters} characters.`
  return /^[\w+=,.@-]+$/.test(name) ? null : 'Letters, digits and + = , . @ - _ only.'
}

/** What is wrong with a prefix of secret names, or null. IAM reads * and ? as wildcards, so neither may stand in it. */
export function prefixProblem(prefix: string): string | null {
  if (prefix === '') return 'Say how the names start, such as prod/payments/.'
  return /^[\w/+=.@-]+$/.test(prefix) ? null : 'Letters, digits and / _ + = . @ - only.'
}

/** What is wrong with a document's form, or null. What its statements mean is checked when it is stored. */
export function policyDocumentProblem(text: string): string | null {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document !== 'object' || document === null || !('Statement' in document)) return 'A policy needs a Statement.'
    return null
  } catch (thrown) {
    return `Not valid JSON: ${thrown instanceof Error ? thrown.message : 'it cannot be parsed'}`
  }
}
