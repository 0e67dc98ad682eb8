import { awsCliSnippet } from './aws-cli.ts'
import { dockerRunSnippet } from './docker-run.ts'
import { dotenvSnippet } from './dotenv.ts'
import { ecsSnippet } from './ecs.ts'
import { environmentSnippet } from './environment.ts'
import { goSnippet } from './go.ts'
import { javaSnippet } from './java.ts'
import { javascriptSnippet } from './javascript.ts'
import { pythonSnippet } from './python.ts'
import type { SnippetFacts } from './snippet.ts'
import { terraformSnippet } from './terraform.ts'

/** The snippets that the window offers, in its order. */
export const SNIPPET_LANGUAGES = [
  { id: 'aws-cli', label: 'AWS CLI', write: awsCliSnippet },
  { id: 'environment', label: 'Shell', write: environmentSnippet },
  { id: 'javascript', label: 'JavaScript', write: javascriptSnippet },
  { id: 'python', label: 'Python', write: pythonSnippet },
  { id: 'go', label: 'Go', write: goSnippet },
  { id: 'java', label: 'Java', write: javaSnippet },
  { id: 'dotenv', label: '.env', write: dotenvSnippet },
  { id: 'ecs', label: 'ECS', write: ecsSnippet },
  { id: 'terraform', label: 'Terraform', write: terraformSnippet },
  { id: 'docker', label: 'Docker', write: dockerRunSnippet },
] as const satisfies readonly { readonly id: string; readonly label: string; readonly write: (facts: SnippetFacts) => string }[]

export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number]['id']
