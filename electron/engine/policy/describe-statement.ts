import { CONDITION_TESTS } from './condition-operators.ts'
import type { ConditionClause, PolicyStatement, PrincipalPattern } from './policy-document.ts'

/**
 * A statement in words, for people: "role/api may read, only AWSCURRENT". Identity policies have no principal of their own;
 * `holder` names who has the policy.
 */
export function describeStatement(statement: PolicyStatement, holder = 'the identity'): string {
  const who = describeWho(statement, holder)
  const may = statement.effect === 'Allow' ? 'may' : 'may not'
  const resources = statement.resource
  const on =
    resources === undefined || (!resources.negated && resources.patterns.includes('*'))
      ? ''
      : ` ${resources.negated ? 'on all but' : 'on'} ${either(resources.patterns.map(shortResource))}`
  const conditions = statement.conditions.map(describeCondition)
  const others = conditions.filter((words) => !words.startsWith('when '))
  const whens = conditions.filter((words) => words.startsWith('when ')).map((words) => words.slice('when '.length))
  return [`${who} ${may} ${describeActions(statement.action)}${on}`, ...others, ...(whens.length === 0 ? [] : [`when ${whens.join(' and ')}`])].join(', ')
}

/** Words for groups of actions; the first group that holds all of them names them. */
const ACTION_WORDS: readonly (readonly [words: string, actions: readonly string[]])[] = [
  ['read', ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue']],
  [
    'see the details',
    ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds', 'secretsmanager:GetResourcePolicy', 'kms:DescribeKey'],
  ],
  ['list', ['secretsmanager:ListSecrets', 'kms:ListKeys', 'kms:ListAliases']],
  ['create', ['secretsmanager:CreateSecret', 'kms:CreateKey']],
  ['write', ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret', 'secretsmanager:UpdateSecretVersionStage']],
  ['delete', ['secretsmanager:DeleteSecret', 'kms:ScheduleKeyDeletion']],
  ['restore', ['secretsmanager:RestoreSecret', 'kms:CancelKeyDeletion']],
  ['rotate', ['secretsmanager:RotateSecret', 'secretsmanager:CancelRotateSecret']],
  ['tag', ['secretsmanager:TagResource', 'secretsmanager:UntagResource', 'kms:TagResource', 'kms:UntagResource']],
  [
    'replicate',
    ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:RemoveRegionsFromReplication', 'secretsmanager:StopReplicationToReplica'],
  ],
  [
    'change the policy',
    [
      'secretsmanager:PutResourcePolicy',
      'secretsmanager:DeleteResourcePolicy',
      'secretsmanager:ValidateResourcePolicy',
      'kms:PutKeyPolicy',
    ],
  ],
  ['encrypt', ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateDataKey*']],
  ['decrypt', ['kms:Decrypt']],
  ['assume the role', ['sts:AssumeRole']],
  ['do everything', ['*', '*:*']],
  ['do everything with secrets', ['secretsmanager:*']],
  ['do everything with keys', ['kms:*']],
]

function describeActions({ negated, patterns }: PolicyStatement['action']): string {
  const known: string[] = []
  const called: string[] = []
  for (const pattern of patterns) {
    const group = ACTION_WORDS.find(([, actions]) => actions.some((action) => action.toLowerCase() === pattern.toLowerCase()))
    const list = group === undefined ? called : known
    const word = group?.[0] ?? pattern
    if (!list.includes(word)) list.push(word)
  }
  const words = called.length === 0 ? known : [...known, `call ${join(called, negated ? 'or' : 'and')}`]
  return negated ? `do everything except ${either(words)}` : join(words, 'and')
}

/** Whom a statement is about, in words. */
export function describeWho({ principal }: PolicyStatement, holder: string): string {
  if (principal === undefined) return holder
  const names = principal.patterns.map(nameOf)
  return principal.negated ? `everyone except ${join(names, 'and')}` : join(names, 'and')
}

function nameOf(pattern: PrincipalPattern): string {
  switch (pattern.type) {
    case 'everyone':
      return 'everyone'
    case 'account':
      return `account ${pattern.accountId}`
    case 'user':
    case 'role':
    case 'role-session':
    case 'federated-user':
      return pattern.arn.split(':').slice(5).join(':')
    case 'service':
      return pattern.name
    case 'federated':
      return pattern.provider
    case 'canonical-user':
      return `canonical user ${pattern.canonicalId}`
    case 'unique-id':
      return `the deleted principal ${pattern.uniqueId}`
  }
}

/** An ARN without what is the same for all: `secret:prod/*`. */
function shortResource(pattern: string): string {
  const parts = pattern.split(':')
  return parts.length > 5 ? parts.slice(5).join(':') : pattern
}

function describeCondition({ operator, key, values }: ConditionClause): string {
  const positive = !CONDITION_TESTS[operator.test].negated
  const wanted = either(values)
  const suffix = operator.ifExists ? ` (if the request has it)` : ''
  if (operator.test === 'Null') return `${values.includes('true') ? 'without' : 'only with'} ${key}`
  if (key.toLowerCase() === 'secretsmanager:versionstage') return `${positive ? 'only' : 'all but'} ${wanted}${suffix}`
  if (CONDITION_TESTS[operator.test].family === 'address') return `${positive ? 'only from' : 'not from'} ${wanted}${suffix}`
  const set = operator.set === 'ForAllValues' ? 'every ' : operator.set === 'ForAnyValue' ? 'any ' : ''
  return `when ${set}${key} ${comparison(operator.test)} ${values.length === 0 ? 'nothing' : wanted}${suffix}`
}

function comparison(test: ConditionClause['operator']['test']): string {
  if (test.endsWith('LessThanEquals')) return 'is at most'
  if (test.endsWith('LessThan')) return 'is below'
  if (test.endsWith('GreaterThanEquals')) return 'is at least'
  if (test.endsWith('GreaterThan')) return 'is above'
  const is = CONDITION_TESTS[test].negated ? 'is not' : 'is'
  return test.endsWith('Like') ? `${is} like` : is
}

function either(words: readonly string[]): string {
  return join(words, 'or')
}

function join(words: readonly string[], word: string): string {
  if (words.length < 2) return words[0] ?? 'nothing'
  return `${words.slice(0, -1).join(', ')} ${word} ${words[words.length - 1] as string}`
}
