import { quoteForPosixShell } from '../environment-lines.ts'
import { posixOption } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'
import { exampleKey } from './snippet.ts'

/** Reads the secret with the AWS CLI (either version) in a POSIX shell; binary values land in a file. */
export function awsCliSnippet(facts: SnippetFacts): string {
  const lines = [
    'aws secretsmanager get-secret-value \\',
    `  --endpoint-url ${quoteForPosixShell(facts.endpointUrl)} --region ${quoteForPosixShell(facts.region)} \\`,
    `  ${posixOption('--secret-id', facts.name)} \\`,
  ]
  if (facts.isBinary === true) return [...lines, '  --query SecretBinary --output text | base64 --decode > secret.bin'].join('\n')
  const key = exampleKey(facts)
  if (key === null) return [...lines, '  --query SecretString --output text'].join('\n')
  return [
    ...lines,
    '  --query SecretString --output text',
    '',
    '# One key of it, with jq:',
    ...lines,
    `  --query SecretString --output text | jq -r --arg key ${quoteForPosixShell(key)} '.[$key]'`,
  ].join('\n')
}
