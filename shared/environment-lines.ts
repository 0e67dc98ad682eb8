/** The lines that point a program at the local endpoint, for each shell and file that reads them. */

export type EnvironmentStyle = 'bash' | 'powershell' | 'fish' | 'env-file' | 'aws-profile'

export const ENVIRONMENT_STYLES: readonly { readonly id: EnvironmentStyle; readonly label: string }[] = [
  { id: 'bash', label: 'bash, zsh' },
  { id: 'powershell', label: 'PowerShell' },
  { id: 'fish', label: 'fish' },
  { id: 'env-file', label: '.env' },
  { id: 'aws-profile', label: 'AWS profile' },
]

export interface EndpointConnection {
  /** Such as http://127.0.0.1:7345, without a slash at the end. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Stands where the secret access key belongs once it cannot be shown again. */
export const SECRET_KEY_PLACEHOLDER = '<secret access key>'

/**
 * Names and values in the order they are printed. The service-specific variables leave other AWS services alone.
 * Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
 */
export function environmentVariables(connection: EndpointConnection): readonly (readonly [name: string, value: string])[] {
  return [
    ['AWS_ENDPOINT_URL_SECRETS_MANAGER', connection.url],
    ['AWS_ENDPOINT_URL_KMS', connection.url],
    ['AWS_ENDPOINT_URL_STS', connection.url],
    ['AWS_REGION', connection.region],
    ['AWS_DEFAULT_REGION', connection.region],
    ['AWS_ACCESS_KEY_ID', connection.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', connection.secretAccessKey],
  ]
}

/** Text that works as pasted into the shell, or as the content of the file. A session token of before would spoil the signature, so shells drop it. */
export function environmentLines(style: EnvironmentStyle, connection: EndpointConnection): string {
  const variables = environmentVariables(connection)
  switch (style) {
    case 'bash':
      return [...variables.map(([name, value]) => `export ${name}=${quoteForPosixShell(value)}`), 'unset AWS_SESSION_TOKEN AWS_PROFILE'].join('\n')
    case 'powershell':
      return [
        ...variables.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
        'Remove-Item Env:AWS_SESSION_TOKEN, Env:AWS_PROFILE -ErrorAction Ignore',
      ].join('\n')
    case 'fish':
      return [...variables.map(([name, value]) => `set -gx ${name} ${quoteForFish(value)}`), 'set -e AWS_SESSION_TOKEN AWS_PROFILE'].join('\n')
    case 'env-file':
      return variables.map(([name, value]) => `${name}=${quoteForEnvFile(value)}`).join('\n')
    case 'aws-profile':
      return profileLines(connection)
  }
}

/** The same lines with dots for the secret access key, for the screen. */
export function maskedEnvironmentLines(style: EnvironmentStyle, connection: EndpointConnection): string {
  return environmentLines(style, { ...connection, secretAccessKey: STAND_IN }).replaceAll(STAND_IN, '•'.repeat(20))
}

/** Needs no quotes in any of the styles. */
const STAND_IN = 'COFFERSTANDSINFORTHESECRETKEY'

/** A command that reads through the endpoint with the variables above set. */
export function testCommand(style: EnvironmentStyle, secretId?: string): string {
  const profile = style === 'aws-profile' ? ' --profile coffer' : ''
  return secretId === undefined ? `aws sts get-caller-identity${profile}` : `aws secretsmanager get-secret-value --secret-id ${quoteForPosixShell(secretId)}${profile}`
}

/** For ~/.aws/config. Source: AWS SDKs and Tools Reference Guide, "services" section of the shared config file. */
function profileLines(connection: EndpointConnection): string {
  return [
    '[profile coffer]',
    `region = ${connection.region}`,
    `aws_access_key_id = ${connection.accessKeyId}`,
    `aws_secret_access_key = ${connection.secretAccessKey}`,
    'services = coffer',
    '',
    '[services coffer]',
    'secrets_manager =',
    `  endpoint_url = ${connection.url}`,
    'kms =',
    `  endpoint_url = ${connection.url}`,
    'sts =',
    `  endpoint_url = ${connection.url}`,
  ].join('\n')
}

/** Bare when no shell reads anything into the characters, else in single quotes. */
export function quoteForPosixShell(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
}

function quoteForFish(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}

function quoteForEnvFile(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`
}
