import { singleQuoted } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'
import { exampleKey } from './snippet.ts'

/** Reads the secret with boto3. Credentials come from the environment. */
export function pythonSnippet(facts: SnippetFacts): string {
  const key = exampleKey(facts)
  const isJson = facts.isBinary !== true && key !== null
  const use =
    facts.isBinary === true
      ? ['data = answer["SecretBinary"]']
      : isJson
        ? ['secret = json.loads(answer["SecretString"])', `value = secret[${singleQuoted(key)}]`]
        : ['value = answer["SecretString"]']
  return [
    '# pip install boto3',
    ...(isJson ? ['import json', ''] : []),
    'import boto3',
    '',
    'client = boto3.client(',
    '    "secretsmanager",',
    `    region_name=${singleQuoted(facts.region)},`,
    `    endpoint_url=${singleQuoted(facts.endpointUrl)},  # leave out for AWS`,
    ')',
    `answer = client.get_secret_value(SecretId=${singleQuoted(facts.name)})`,
    ...use,
  ].join('\n')
}
