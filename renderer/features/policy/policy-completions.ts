import type { PolicyKind } from '../../store/policies.ts'
import type { PolicyPlace } from './policy-place.ts'
import { actionsFor, conditionKeysFor, elementsFor, OPERATORS } from './policy-words.ts'

/** What of the vault can be named in a policy. */
export interface PolicyNames {
  /** Users, roles and accounts, by ARN, with what to call them. */
  readonly principals: readonly { readonly arn: string; readonly label: string }[]
  /** What the policy may be about. */
  readonly resources: readonly { readonly arn: string; readonly label: string }[]
  readonly region: string
  readonly accountId: string
}

export interface Suggestion {
  readonly label: string
  readonly detail?: string
}

const words = (labels: readonly string[], detail?: string): Suggestion[] => labels.map((label) => ({ label, ...(detail === undefined ? {} : { detail }) }))
const named = (things: PolicyNames['principals']): Suggestion[] => things.map(({ arn, label }) => ({ label: arn, detail: label }))

/** What can stand at a place of a policy of a kind, most likely first. */
export function suggestionsAt(place: PolicyPlace, kind: PolicyKind, names: PolicyNames): readonly Suggestion[] {
  if (place.role === 'name') return namesAt(place, kind).filter(({ label }) => !place.siblings.includes(label))
  return valuesAt(place.path, names, kind)
}

function namesAt({ path }: PolicyPlace, kind: PolicyKind): readonly Suggestion[] {
  const [top, element, operator, ...deeper] = path
  if (top === undefined) return words(['Version', 'Statement', ...(kind === 'identity' || kind === 'session' ? [] : ['Id'])])
  if (top !== 'Statement' || deeper.length > 0) return []
  if (element === undefined) return words(elementsFor(kind))
  if (element === 'Principal' || element === 'NotPrincipal') return words(['AWS', 'Service', 'Federated'])
  if (element !== 'Condition') return []
  return operator === undefined ? words(OPERATORS, 'operator') : words(conditionKeysFor(kind), 'condition key')
}

function valuesAt([top, element, operator, key]: readonly string[], names: PolicyNames, kind: PolicyKind): readonly Suggestion[] {
  if (top === 'Version') return words(['2012-10-17'])
  if (top !== 'Statement') return []
  switch (element) {
    case 'Effect':
      return words(['Allow', 'Deny'])
    case 'Action':
    case 'NotAction':
      return words(actionsFor(kind))
    case 'Resource':
    case 'NotResource':
      return [{ label: '*', detail: kind === 'resource' ? 'this secret' : kind === 'key' ? 'this key' : 'everything' }, ...named(names.resources)]
    case 'Principal':
    case 'NotPrincipal':
      if (operator === 'Service') return words([`secretsmanager.${names.region}.amazonaws.com`, 'lambda.amazonaws.com'])
      return [...named(names.principals), { label: '*', detail: 'anybody' }]
    case 'Condition':
      return operator === undefined || key === undefined ? [] : conditionValues(operator, key, names)
    default:
      return []
  }
}

function conditionValues(operator: string, key: string, names: PolicyNames): readonly Suggestion[] {
  if (operator === 'Bool' || operator === 'Null') return words(['true', 'false'])
  switch (key.toLowerCase()) {
    case 'secretsmanager:versionstage':
      return words(['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'])
    case 'kms:viaservice':
      return words([`secretsmanager.${names.region}.amazonaws.com`])
    case 'aws:principalaccount':
    case 'kms:calleraccount':
      return words([names.accountId])
    case 'aws:principalarn':
    case 'kms:granteeprincipal':
      return named(names.principals)
    case 'secretsmanager:secretid':
    case 'kms:encryptioncontext:secretarn':
      return named(names.resources)
    case 'aws:requestedregion':
      return words([names.region])
    case 'aws:sourceip':
      return [{ label: '127.0.0.1/32', detail: 'this computer' }]
    default:
      return []
  }
}
