import type { WireInput } from '../../../shared/operations/catalog.ts'
import type { RotationFunction } from '../../store/functions.ts'
import { adminNeed, builtInFor, engineFamily, engineWords, type Strategy, strategyTitle, type Target, twinOf } from './strategies.ts'

export type TlsChoice = 'verified' | 'if-offered' | 'unverified' | 'none' | 'as-stored'

/** What a person chose for a secret's rotation. */
export interface SetUpChoice {
  readonly strategy: Strategy
  /** ARN of the function when it is one of the user's. */
  readonly ownFunctionArn: string
  readonly masterArn: string
  readonly tls: TlsChoice
}

export type ValueChanges = NonNullable<WireInput<'workbench:CheckRotation'>['ValueChanges']>

export const TLS_OPTIONS: readonly { readonly value: TlsChoice; readonly label: string; readonly meaning: string }[] = [
  { value: 'verified', label: 'TLS, certificate checked', meaning: 'Fails unless the server shows a certificate that holds for its name. Written as ssl: true.' },
  { value: 'if-offered', label: 'TLS if the server has it', meaning: 'AWS’s choice without an ssl key: checked TLS, and plain text only to a server that has no TLS at all.' },
  { value: 'unverified', label: 'TLS, certificate not checked', meaning: 'Encrypted, but nobody proves that it is your server. For self-signed certificates in your own network. Written as sslmode: require.' },
  { value: 'none', label: 'No TLS', meaning: 'The new password crosses the network in the clear. For a database on this computer. Written as ssl: false.' },
]

/** The choice that a value stands for. */
export function tlsOf({ ssl, sslmode }: Pick<Target, 'ssl' | 'sslmode'>): TlsChoice {
  if (sslmode !== undefined) return sslmode === 'require' ? 'unverified' : sslmode === 'disable' ? 'none' : sslmode === 'verify-full' ? 'verified' : 'as-stored'
  const word = String(ssl ?? '').toLowerCase()
  return word === 'true' ? 'verified' : word === 'false' ? 'none' : 'if-offered'
}

/** The members of the value that have to change for a choice; an empty text takes a member away. Empty when nothing changes. */
export function valueChanges(target: Target | null, choice: SetUpChoice): ValueChanges {
  if (target === null || (choice.strategy !== 'single' && choice.strategy !== 'alternating')) return {}
  const master = adminNeed(choice.strategy, target) !== 'none' && choice.masterArn !== '' && choice.masterArn !== target.masterArn ? { masterarn: choice.masterArn } : {}
  if (choice.tls === 'as-stored' || choice.tls === tlsOf(target)) return master
  const dropMode = target.sslmode === undefined ? {} : { sslmode: '' as const }
  switch (choice.tls) {
    case 'verified':
      return { ...master, ssl: 'true', ...dropMode }
    case 'none':
      return { ...master, ssl: 'false', ...dropMode }
    case 'if-offered':
      return { ...master, ssl: '', ...dropMode }
    case 'unverified':
      return { ...master, sslmode: 'require' }
  }
}

/** The value with its members changed; AWS writes `ssl` as a truth value. */
export function changedValue(value: Readonly<Record<string, unknown>>, changes: ValueChanges): Record<string, unknown> {
  const entries = Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const dropped = new Set(entries.filter(([, text]) => text === '').map(([name]) => name))
  const kept = Object.entries(value).filter(([name]) => !dropped.has(name))
  const put = entries.filter(([, text]) => text !== '').map(([name, text]) => [name, name === 'ssl' ? text === 'true' : text] as const)
  return Object.fromEntries([...kept, ...put])
}

/** The function that a choice means, or null while it means none. */
export function chosenFunction(items: readonly RotationFunction[], target: Target | null, choice: SetUpChoice): RotationFunction | null {
  if (choice.strategy === 'own') return items.find((item) => item.FunctionArn === choice.ownFunctionArn) ?? null
  return builtInFor(items, target?.engine ?? null, choice.strategy)
}

/** What keeps the choice from being checked, or null. */
export function choiceProblem(target: Target | null, choice: SetUpChoice, found: RotationFunction | null): string | null {
  if (adminNeed(choice.strategy, target) === 'needed' && choice.masterArn === '') {
    return choice.strategy === 'alternating' ? 'Choose the admin secret: two users need a user that may make the other one.' : 'Choose the admin secret: this engine lets no user change its own password.'
  }
  if (found !== null) return null
  return choice.strategy === 'own' ? 'Choose one of your functions.' : 'Coffer has no function for this engine.'
}

/** What a rotation is about to do, with host, user and strategy named. */
export function intentWords(target: Target | null, choice: SetUpChoice, found: RotationFunction): string {
  if (choice.strategy === 'own') return `${found.FunctionName} runs its four steps with this secret. What it changes is for its code to say.`
  if (choice.strategy === 'generator' || target === null) return 'A new random value becomes the current version. Nothing is changed anywhere else.'
  const server = `${engineWords(target.engine)} at ${target.host}${target.port === '' ? '' : `:${target.port}`}`
  if (choice.strategy === 'single' && engineFamily(target.engine) === 'redis') return `${strategyTitle('single')}: Coffer gives ${target.username} at ${server} a new password. The one before works until the next rotation.`
  if (choice.strategy === 'single') return `${strategyTitle('single')}: Coffer logs in to ${server} as ${target.username} and gives ${target.username} a new password. The old one stops working.`
  return `${strategyTitle('alternating')}: Coffer logs in to ${server} with the admin secret, makes ${twinOf(target.username, target.engine)} with the rights of ${target.username} or gives it a new password, and writes that user into the secret.`
}
