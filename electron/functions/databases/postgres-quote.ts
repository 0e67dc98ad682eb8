/** A PostgreSQL identifier. @throws RangeError at a zero byte, which no name can hold */
export function pgIdentifier(name: string): string {
  refuseZero(name)
  return `"${name.replaceAll('"', '""')}"`
}

/** A PostgreSQL string literal; the E form where there is a backslash, so that it reads alike under any standard_conforming_strings. */
export function pgLiteral(text: string): string {
  refuseZero(text)
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
  return text.includes('\\') ? ` E${quoted}` : quoted
}

function refuseZero(text: string): void {
  if (text.includes('\0')) throw new RangeError('A name or a text with a zero byte cannot be sent to PostgreSQL')
}
