import { Sensitive } from '../../shared/sensitive.ts'
import { engineNamed } from './databases/engine-profile.ts'
import { generate, isKeyPair, isWellFormed, readKind, type Kind } from './generated-value.ts'
import { keyError, valueError } from './rotation-failure.ts'
import { finishSecret, putPending, readVersion, requireVersion, type StepRun } from './step-run.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where in the secret the new value goes: keys of its JSON object, or all of it. */
type Place = { readonly fields: Fields; readonly key: string; readonly publicKey: string | null } | null

/**
 * Rotates a secret that nothing has to be told of: a new password, token or key pair in the secret itself. Settings: GENERATE (see
 * `KINDS`), JSON_KEY and JSON_PUBLIC_KEY. Without JSON_KEY a JSON object gets a new `password` (a key pair: `privateKey` and
 * `publicKey`), any other secret a new value as a whole.
 * @throws RotationFailure
 */
export async function generateSecret(run: StepRun, stages: Readonly<Record<string, readonly string[]>>): Promise<void> {
  switch (run.event.Step) {
    case 'createSecret':
      return createSecret(run)
    case 'setSecret':
      run.note('setSecret: Nothing to set: the value is used from the secret alone.')
      return
    case 'testSecret':
      return testSecret(run)
    case 'finishSecret':
      return finishSecret(run, stages)
  }
}

async function createSecret(run: StepRun): Promise<void> {
  const kind = readKind(run)
  const current = await requireVersion(run, 'AWSCURRENT')
  const place = placeIn(current, kind, run, false)
  if (place !== null) refuseDatabase(place.fields)
  if ((await readVersion(run, 'AWSPENDING')) !== null) {
    run.note(`createSecret: Successfully retrieved secret for ${run.event.SecretId}.`)
    return
  }
  const { value, publicKey } = await generate(kind, run)
  run.redactor.add(value)
  const text = place === null ? value.reveal() : JSON.stringify({ ...place.fields, [place.key]: value.reveal(), ...(publicKey === null || place.publicKey === null ? {} : { [place.publicKey]: publicKey }) })
  await putPending(run, new Sensitive(text))
  run.note(`createSecret: Made a new ${kind}${place === null ? '' : ` as ${place.key}`} for ${run.event.SecretId} and version ${run.event.ClientRequestToken}.`)
}

/** testSecret: the version can be read and holds what it should. */
async function testSecret(run: StepRun): Promise<void> {
  const kind = readKind(run)
  const pending = await requireVersion(run, 'AWSPENDING')
  const place = placeIn(pending, kind, run, true)
  const found = place === null ? pending.reveal() : place.fields[place.key]
  const publicKey = place === null || place.publicKey === null ? undefined : place.fields[place.publicKey]
  const isRight = typeof found === 'string' && isWellFormed(kind, new Sensitive(found), typeof publicKey === 'string' ? publicKey : null)
  if (!isRight) throw valueError(`The pending version of ${run.event.SecretId} holds no ${kind}${place === null ? '' : ` as ${place.key}`}.`)
  run.note(`testSecret: The pending version of ${run.event.SecretId} holds a ${kind}.`)
}

function placeIn(value: Sensitive<string>, kind: Kind, { settings }: StepRun, mustHold: boolean): Place {
  const fields = jsonObject(value.reveal())
  const chosen = settings('JSON_KEY')
  if (fields === null) {
    if (chosen !== null) throw keyError(`JSON_KEY is ${chosen}, but the secret value is not a JSON object.`)
    return null
  }
  const key = chosen ?? (isKeyPair(kind) ? 'privateKey' : 'password')
  if (!Object.hasOwn(fields, key) && (chosen === null || mustHold)) throw keyError(`${key} key is missing from secret JSON. Set JSON_KEY to the key that gets the new value.`)
  return { fields, key, publicKey: isKeyPair(kind) ? (settings('JSON_PUBLIC_KEY') ?? 'publicKey') : null }
}

/** A new password that the database is not told of would shut everybody out. */
function refuseDatabase(fields: Fields): void {
  const engine = engineNamed(fields['engine'])
  if (engine === null || typeof fields['host'] !== 'string') return
  throw valueError(`This is a database's secret (engine ${String(fields['engine'])}): a new value here would not change the password in the database. Rotate it with builtin-${engine}-single or builtin-${engine}-alternating.`)
}

function jsonObject(text: string): Fields | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : null
  } catch {
    return null
  }
}
