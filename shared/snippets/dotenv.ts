import { envName, quoteEnvValue } from '../import/write-env.ts'
import { locationVariables } from './environment.ts'
import type { SnippetFacts } from './snippet.ts'
import { identifierOf } from './snippet.ts'

/** A `.env` that is safe to commit: it says where the secret is, and holds no value. */
export function dotenvSnippet(facts: SnippetFacts): string {
  return [
    '# Safe to commit: this names the secret and holds no value of it.',
    ...locationVariables(facts).map(([name, value]) => `${name}=${quoteEnvValue(value)}`),
    `${envName(identifierOf(facts))}_SECRET_ID=${quoteEnvValue(facts.arn)}`,
  ].join('\n')
}
