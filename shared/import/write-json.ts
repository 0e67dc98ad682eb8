import type { ExportedSecret } from './write-env.ts'

/**
 * A JSON text in the shape of AWS's BatchGetSecretValue answer, binary values in base64, which the JSON import reads back without loss.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export function writeJson(secrets: readonly ExportedSecret[]): string {
  const values = secrets.map(({ name, description, secretString, secretBinary }) => ({
    Name: name,
    ...(description === undefined || description === '' ? {} : { Description: description }),
    ...(secretBinary === undefined ? { SecretString: secretString ?? '' } : { SecretBinary: secretBinary }),
  }))
  return `${JSON.stringify({ SecretValues: values }, null, 2)}\n`
}
