import { locationVariables } from './environment.ts'
import { quoteForPosixShell } from '../environment-lines.ts'
import { posixOption } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'

/** Reads the secret from a container. The endpoint listens on loopback only, so the container shares the host's network. */
export function dockerRunSnippet(facts: SnippetFacts): string {
  return [
    '# --network host lets the container reach an endpoint that listens on loopback only',
    '# (Docker Desktop: switch on Settings, Resources, Network, Enable host networking).',
    'docker run --rm --network host \\',
    ...locationVariables(facts).map(([name, value]) => `  -e ${name}=${quoteForPosixShell(value)} \\`),
    '  -e AWS_ACCESS_KEY_ID -e AWS_SECRET_ACCESS_KEY \\',
    '  amazon/aws-cli secretsmanager get-secret-value \\',
    `  ${posixOption('--secret-id', facts.name)} --query ${facts.isBinary === true ? 'SecretBinary' : 'SecretString'} --output text`,
  ].join('\n')
}
