/** What a snippet is made of; never a value and never a secret access key. */
export interface SnippetFacts {
  readonly arn: string
  readonly name: string
  readonly region: string
  /** `http://127.0.0.1:7345` */
  readonly endpointUrl: string
  /** Top-level keys of the value, when it is a JSON object. */
  readonly jsonKeys: readonly string[]
  /** The access key to name in the environment lines. */
  readonly accessKeyId?: string | undefined
  readonly isBinary?: boolean | undefined
}

/** The key that an example reads: the one that proves something where there is one. */
export function exampleKey(facts: SnippetFacts): string | null {
  const proof = facts.jsonKeys.find((key) => /pass|secret|token|key/i.test(key))
  return proof ?? facts.jsonKeys[0] ?? null
}

/** The last part of the name as an identifier of lower-case words, for variables: `payments/api-key` gives `api_key`. */
export function identifierOf(facts: SnippetFacts): string {
  const last = facts.name.split('/').at(-1) ?? ''
  const identifier = last.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').toLowerCase()
  return identifier === '' ? 'secret' : /^\d/.test(identifier) ? `secret_${identifier}` : identifier
}
