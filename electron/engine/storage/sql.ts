const SQL = Symbol('sql')

/** SQL text written in a literal of this folder. Values never stand in it: they are bound as parameters. */
export interface Sql {
  readonly [SQL]: true
  readonly text: string
}

/** The only way to make SQL text; only other pieces made by it can be put in. */
export function sql(strings: TemplateStringsArray, ...pieces: readonly Sql[]): Sql {
  const text = strings.reduce((joined, part, index) => joined + (pieces[index - 1]?.text ?? '') + part)
  return { [SQL]: true, text }
}
