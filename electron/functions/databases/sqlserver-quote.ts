/** A SQL Server identifier in brackets. */
export function sqlserverIdentifier(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}

/** A SQL Server text of any characters. */
export function sqlserverLiteral(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`
}
