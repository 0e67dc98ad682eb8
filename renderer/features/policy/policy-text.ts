export type Statement = Readonly<Record<string, unknown>>

/** Where a policy that is not there yet starts. */
export const EMPTY_POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [] }, null, 2)

/** The text with its lines broken and indented, or null when it is no JSON: then nothing is touched. */
export function formatPolicy(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return null
  }
}

/**
 * The policy with statements added behind those it has, which stay as they are. A Sid that is taken gets a number. Null when
 * the text is no policy that anything can be added to.
 */
export function addStatements(text: string, statements: readonly Statement[]): string | null {
  let policy: unknown
  try {
    policy = JSON.parse(text.trim() === '' ? EMPTY_POLICY : text)
  } catch {
    return null
  }
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return null
  const { Statement: present = [], ...rest } = policy as { readonly Statement?: unknown }
  const kept: readonly unknown[] = Array.isArray(present) ? present : [present]
  const taken = new Set(kept.flatMap((statement) => sidOf(statement)))
  const added = statements.map((statement) => {
    const [wanted] = sidOf(statement)
    if (wanted === undefined) return statement
    let sid = wanted
    for (let number = 2; taken.has(sid); number += 1) sid = `${wanted}${number}`
    taken.add(sid)
    return { ...statement, Sid: sid }
  })
  return JSON.stringify({ Version: '2012-10-17', ...rest, Statement: [...kept, ...added] }, null, 2)
}

function sidOf(statement: unknown): string[] {
  const sid = typeof statement === 'object' && statement !== null && 'Sid' in statement ? statement.Sid : undefined
  return typeof sid === 'string' ? [sid] : []
}

/** How long the vault finds a policy. IAM leaves white space out, the services do not. */
export function policySize(text: string, countsWhitespace: boolean): number {
  return countsWhitespace ? text.length : text.replaceAll(/\s/g, '').length
}
