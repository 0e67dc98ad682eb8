import { hclQuoted } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'
import { exampleKey, identifierOf } from './snippet.ts'

/** Reads the secret as a Terraform data source. Terraform keeps what it reads in its state file, which the snippet says. */
export function terraformSnippet(facts: SnippetFacts): string {
  const label = identifierOf(facts)
  const reference = `data.aws_secretsmanager_secret_version.${label}.${facts.isBinary === true ? 'secret_binary' : 'secret_string'}`
  const key = facts.isBinary === true ? null : exampleKey(facts)
  return [
    'provider "aws" {',
    `  region = ${hclQuoted(facts.region)}`,
    '',
    '  # For Coffer; leave the rest out for AWS.',
    '  skip_credentials_validation = true',
    '  skip_requesting_account_id  = true',
    '  skip_metadata_api_check     = true',
    '  endpoints {',
    `    secretsmanager = ${hclQuoted(facts.endpointUrl)}`,
    '  }',
    '}',
    '',
    '# Terraform writes what it reads into its state: keep the state encrypted.',
    `data "aws_secretsmanager_secret_version" "${label}" {`,
    `  secret_id = ${hclQuoted(facts.arn)}`,
    '}',
    '',
    'locals {',
    `  ${label} = ${key === null ? `sensitive(${reference})` : `sensitive(jsondecode(${reference})[${hclQuoted(key)}])`}`,
    '}',
  ].join('\n')
}
