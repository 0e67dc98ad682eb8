import { environmentLines, environmentVariables, SECRET_KEY_PLACEHOLDER } from '../environment-lines.ts'
import type { SnippetFacts } from './snippet.ts'

/** The variables that say where the endpoint is; who calls it is left to the environment that they join. */
export function locationVariables(facts: Pick<SnippetFacts, 'endpointUrl' | 'region'>): readonly (readonly [name: string, value: string])[] {
  const wanted = new Set(['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_REGION', 'AWS_DEFAULT_REGION'])
  return environmentVariables({ url: facts.endpointUrl, region: facts.region, accessKeyId: '', secretAccessKey: '' }).filter(([name]) => wanted.has(name))
}

/** Lines for bash and zsh that point AWS's SDKs and CLI at the endpoint. The secret access key was shown once, so its place is left open. */
export function environmentSnippet(facts: SnippetFacts): string {
  return environmentLines('bash', {
    url: facts.endpointUrl,
    region: facts.region,
    accessKeyId: facts.accessKeyId ?? '<access key id>',
    secretAccessKey: SECRET_KEY_PLACEHOLDER,
  })
}
