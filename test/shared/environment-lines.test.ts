import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { environmentLines, maskedEnvironmentLines, testCommand } from '../../shared/environment-lines.ts'

const connection = {
  url: 'http://127.0.0.1:7345',
  region: 'eu-central-1',
  accessKeyId: 'AKIACOFFEREXAMPLE000',
  secretAccessKey: "a b'c\"d$e`f\\g/+=h!i",
}

const expected = {
  AWS_ENDPOINT_URL_SECRETS_MANAGER: connection.url,
  AWS_ENDPOINT_URL_KMS: connection.url,
  AWS_ENDPOINT_URL_STS: connection.url,
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIACOFFEREXAMPLE000',
  AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
}

describe('environment lines', () => {
  test.skipIf(process.platform === 'win32')('a real bash reads back every value, whatever characters the key has, and drops a session token of before', () => {
    const names = [...Object.keys(expected), 'AWS_SESSION_TOKEN', 'AWS_PROFILE']
    const script = `${environmentLines('bash', connection)}\nfor name in ${names.join(' ')}; do printf '%s=%s\\0' "$name" "\${!name-unset}"; done`
    const printed = execFileSync('bash', ['--norc', '--noprofile', '-c', script], {
      env: { PATH: process.env.PATH, AWS_SESSION_TOKEN: 'old', AWS_PROFILE: 'old' },
      encoding: 'utf8',
    })
    const read = Object.fromEntries(
      printed
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expect(read).toStrictEqual({ ...expected, AWS_SESSION_TOKEN: 'unset', AWS_PROFILE: 'unset' })
  })

  test('PowerShell, fish and .env quote what they must', () => {
    expect({
      powershell: environmentLines('powershell', connection).split('\n').at(-2),
      fish: environmentLines('fish', connection).split('\n').at(-2),
      envFile: environmentLines('env-file', connection).split('\n').at(-1),
    }).toStrictEqual({
      powershell: `$env:AWS_SECRET_ACCESS_KEY = 'a b''c"d$e\`f\\g/+=h!i'`,
      fish: `set -gx AWS_SECRET_ACCESS_KEY 'a b\\'c"d$e\`f\\\\g/+=h!i'`,
      envFile: `AWS_SECRET_ACCESS_KEY="a b'c\\"d$e\`f\\\\g/+=h!i"`,
    })
  })

  test('the AWS profile names the services and their endpoint', () => {
    expect(environmentLines('aws-profile', { ...connection, secretAccessKey: 'abc/def+' })).toBe(
      [
        '[profile coffer]',
        'region = eu-central-1',
        'aws_access_key_id = AKIACOFFEREXAMPLE000',
        'aws_secret_access_key = abc/def+',
        'services = coffer',
        '',
        '[services coffer]',
        'secrets_manager =',
        '  endpoint_url = http://127.0.0.1:7345',
        'kms =',
        '  endpoint_url = http://127.0.0.1:7345',
        'sts =',
        '  endpoint_url = http://127.0.0.1:7345',
      ].join('\n'),
    )
  })

  test('masked lines hold no part of the secret access key in any style', () => {
    const styles = ['bash', 'powershell', 'fish', 'env-file', 'aws-profile'] as const
    const masked = styles.map((style) => maskedEnvironmentLines(style, { ...connection, secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }))
    expect(masked.map((text) => [/wJalr|FEMI|MDENG/.test(text), text.includes('•'.repeat(20))])).toStrictEqual(styles.map(() => [false, true]))
  })

  test('the test command quotes the secret and uses the profile where the lines made one', () => {
    expect([testCommand('bash'), testCommand('bash', 'prod/a b'), testCommand('aws-profile', 'prod/db')]).toStrictEqual([
      'aws sts get-caller-identity',
      "aws secretsmanager get-secret-value --secret-id 'prod/a b'",
      'aws secretsmanager get-secret-value --secret-id prod/db --profile coffer',
    ])
  })
})
