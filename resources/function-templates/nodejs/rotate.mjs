// A rotation function: gives a secret a new value in the four steps of AWS Secrets Manager.
//
// It runs in AWS Lambda and in Coffer as it is. What is yours to write is where the new value is told to the service that
// it is for (setSecret), and where it is tried there (testSecret). Until then it rotates values that no service has to
// learn of, such as signing keys.
//
// Variables: EXCLUDE_CHARACTERS (not used in new passwords), PASSWORD_LENGTH (32), SECRET_KEY (member of a secret's JSON
// that is given a new value, "password").
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'

const client = new SecretsManagerClient({})

/**
 * Is called once for each step, in this order: createSecret, setSecret, testSecret, finishSecret. A step may be called
 * again after a failure, so that each has to find out what is done already.
 */
export const handler = async ({ SecretId, ClientRequestToken: token, Step }) => {
  const { RotationEnabled, VersionIdsToStages: stages = {} } = await client.send(new DescribeSecretCommand({ SecretId }))
  if (RotationEnabled !== true) throw new Error(`Secret ${SecretId} is not enabled for rotation`)
  const labels = stages[token]
  if (labels === undefined) throw new Error(`Secret version ${token} has no stage for rotation of secret ${SecretId}.`)
  if (labels.includes('AWSCURRENT')) {
    console.info(`Secret version ${token} already set as AWSCURRENT for secret ${SecretId}.`)
    return
  }
  if (!labels.includes('AWSPENDING')) throw new Error(`Secret version ${token} not set as AWSPENDING for rotation of secret ${SecretId}.`)

  switch (Step) {
    case 'createSecret':
      return createSecret(SecretId, token)
    case 'setSecret':
      return setSecret(SecretId, token)
    case 'testSecret':
      return testSecret(SecretId, token)
    case 'finishSecret':
      return finishSecret(SecretId, token, stages)
    default:
      throw new Error(`Invalid step parameter ${Step} for secret ${SecretId}`)
  }
}

const pendingOf = (SecretId, VersionId) => client.send(new GetSecretValueCommand({ SecretId, VersionId, VersionStage: 'AWSPENDING' }))
const currentOf = (SecretId) => client.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }))

/** Makes the new value and keeps it as the version AWSPENDING, once: a repeat finds it and leaves it. */
async function createSecret(SecretId, token) {
  const current = await currentOf(SecretId)
  try {
    await pendingOf(SecretId, token)
    console.info(`createSecret: The secret ${SecretId} has its new value already.`)
    return
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
  const { RandomPassword } = await client.send(
    new GetRandomPasswordCommand({
      ExcludeCharacters: process.env.EXCLUDE_CHARACTERS ?? '/@"\'\\',
      PasswordLength: Number(process.env.PASSWORD_LENGTH ?? 32),
    }),
  )
  const SecretString = withNewValue(current.SecretString, RandomPassword)
  await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken: token, SecretString, VersionStages: ['AWSPENDING'] }))
  console.info(`createSecret: Put the new value of secret ${SecretId} and version ${token}.`)
}

/** Tells the service of the new value. Try first whether it knows it: then this step ran before, and is done. */
async function setSecret(SecretId, token) {
  const pending = await pendingOf(SecretId, token)
  // Here the service is told, signed in with the value of AWSCURRENT or, if that is refused, of AWSPREVIOUS.
  console.info(`setSecret: ${pending.SecretString.length} characters are ready; no service has to be told.`)
}

/** Tries the new value where it is used, by reading something. */
async function testSecret(SecretId, token) {
  const [pending, current] = [await pendingOf(SecretId, token), await currentOf(SecretId)]
  // Here the service is asked for something that needs the new value. Throw an error when it refuses.
  if (pending.SecretString === current.SecretString) throw new Error(`testSecret: The new value of secret ${SecretId} is the old one.`)
  console.info(`testSecret: The new value of secret ${SecretId} is a new one.`)
}

/** Moves AWSCURRENT to the new version; AWSPREVIOUS goes to the old one by itself. */
async function finishSecret(SecretId, token, stages) {
  const [current] = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT'))
  await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: current }))
  console.info(`finishSecret: Set AWSCURRENT to version ${token} of secret ${SecretId}.`)
}

/** The secret with a new password: in its member of a JSON object, or instead of a plain text. */
function withNewValue(current, password) {
  try {
    const value = JSON.parse(current)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return JSON.stringify({ ...value, [process.env.SECRET_KEY ?? 'password']: password })
  } catch {
    // Not JSON: the whole text is the secret.
  }
  return password
}
