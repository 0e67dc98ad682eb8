import { LIMITS } from '../limits.ts'

/** AWS's words for a name it refuses. Source: recorded answers of CreateSecret. */
export const INVALID_NAME_MESSAGE = 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'

export interface NameProblem {
  readonly kind: 'refused' | 'warning'
  readonly message: string
}

/**
 * What AWS says to a name for a new secret, or null when it takes it. A name that ends in a hyphen and six characters is taken with a warning:
 * AWS reads those as the random suffix of a partial ARN.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function checkSecretName(name: string): NameProblem | null {
  if (name === '') return { kind: 'refused', message: 'A secret needs a name.' }
  if (name.length > LIMITS.secretNameCharacters) {
    return { kind: 'refused', message: `The name has ${name.length} characters. AWS takes at most ${LIMITS.secretNameCharacters}.` }
  }
  const bad = /[^A-Za-z0-9/_+=.@-]/u.exec(name)?.[0]
  if (bad !== undefined) {
    const shown = /\s/.test(bad) ? 'a space' : `“${bad}”`
    return { kind: 'refused', message: `AWS takes letters, digits and /_+=.@- in a name. This one has ${shown}.` }
  }
  if (/-[A-Za-z0-9]{6}$/.test(name)) {
    return { kind: 'warning', message: 'Ends in a hyphen and six characters, which AWS mistakes for the end of an ARN when it is given without its suffix.' }
  }
  return null
}

/** Free text (a title, a file name) made into a name that AWS takes, or '' when nothing is left of it. */
export function nameFromText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^A-Za-z0-9/_+=.@-]/g, '')
    .replace(/\/{2,}/g, '/')
    .replace(/^[/-]+|[/-]+$/g, '')
    .slice(0, LIMITS.secretNameCharacters)
}
