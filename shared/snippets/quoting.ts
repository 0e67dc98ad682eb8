import { quoteForPosixShell } from '../environment-lines.ts'

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function escapeControls(text: string): string {
  return text
    .split('')
    .map((character) => (character < ' ' || (character >= '\u007f' && character <= '\u009f') || character === '\u2028' || character === '\u2029' ? unicodeEscape(character) : character))
    .join('')
}

/** A string literal of JSON, Go, Java and C-like languages. */
export function doubleQuoted(text: string): string {
  return `"${escapeControls(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))}"`
}

/** A string literal of JavaScript and Python. */
export function singleQuoted(text: string): string {
  return `'${escapeControls(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`
}

/** A string literal of Terraform's language, where `${` and `%{` start a template. Source: HCL native syntax specification. */
export function hclQuoted(text: string): string {
  return doubleQuoted(text).replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`)
}

/** An option with its value for a POSIX shell; a value that begins with a hyphen is joined to it, or it would pass for another option. */
export function posixOption(option: string, value: string): string {
  return `${option}${value.startsWith('-') ? '=' : ' '}${quoteForPosixShell(value)}`
}
