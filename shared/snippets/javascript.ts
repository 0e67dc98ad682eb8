import { singleQuoted } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'
import { exampleKey } from './snippet.ts'

/** Reads the secret with the AWS SDK for JavaScript v3, as an ES module. Credentials come from the environment. */
export function javascriptSnippet(facts: SnippetFacts): string {
  const key = exampleKey(facts)
  const use =
    facts.isBinary === true
      ? ['const bytes = answer.SecretBinary']
      : key === null
        ? ['const value = answer.SecretString']
        : ['const secret = JSON.parse(answer.SecretString)', `const value = secret[${singleQuoted(key)}]`]
  return [
    '// npm install @aws-sdk/client-secrets-manager',
    "import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'",
    '',
    'const client = new SecretsManagerClient({',
    `  region: ${singleQuoted(facts.region)},`,
    `  endpoint: ${singleQuoted(facts.endpointUrl)}, // leave out for AWS`,
    '})',
    `const answer = await client.send(new GetSecretValueCommand({ SecretId: ${singleQuoted(facts.name)} }))`,
    ...use,
  ].join('\n')
}
