/** A request with one thing wrong, and what AWS says to it. */
export interface BrokenRow {
  readonly title: string
  readonly input: object
  /** The value as the refusal shows it; undefined when it does not, null when there is none. */
  readonly shown: string | null | undefined
  readonly path: string
  readonly rule: string
}

interface Rule {
  readonly kind: 'text' | 'bytes' | 'blob' | 'number' | 'flag' | 'list' | 'one'
  readonly minimum: number | null
  readonly maximum: number | null
  readonly isRequired: boolean
  readonly isSecret: boolean
  readonly pattern: string | null
  readonly words: readonly string[]
}

type Members = Readonly<Record<string, string>>

/** One request for each end of each limit of a table of members, with all else right. */
export function brokenRows(members: Members): readonly BrokenRow[] {
  const right = rightInput(members)
  return Object.entries(members).flatMap(([member, text]) => rowsOf(member, readRule(text), right))
}

/** For each member a request in which it has a type that it cannot have. */
export function wrongTypes(members: Members): readonly { readonly member: string; readonly input: object }[] {
  const right = rightInput(members)
  return Object.entries(members).map(([member, text]) => {
    const { kind } = readRule(text)
    const wrong = kind === 'number' || kind === 'flag' ? 'a text' : kind === 'list' ? { a: 'structure' } : kind === 'blob' ? 7 : ['a list']
    return { member, input: place(right, member, wrong) }
  })
}

function rowsOf(member: string, rule: Rule, right: object): BrokenRow[] {
  const rows: BrokenRow[] = []
  const isPart = member.includes('[]')
  const add = (title: string, value: unknown, shown: string | null | undefined, constraint: string): void => {
    rows.push({ title: `${member} ${title}`, input: place(right, member, value), shown: rule.isSecret && shown !== null ? undefined : shown, path: pathOf(member), rule: constraint })
  }
  if (rule.isRequired) add('that is not there', undefined, null, 'Member must not be null')
  const least = `Member must have ${rule.kind === 'number' ? 'value' : 'length'} greater than or equal to ${rule.minimum}`
  const most = `Member must have ${rule.kind === 'number' ? 'value' : 'length'} less than or equal to ${rule.maximum}`
  const shorter = (rule.minimum ?? 0) - 1
  const longer = (rule.maximum ?? 0) + 1
  switch (rule.kind) {
    case 'number':
      if (rule.minimum !== null) add(`of ${shorter}`, shorter, String(shorter), least)
      if (rule.maximum !== null) add(`of ${longer}`, longer, String(longer), most)
      break
    case 'text':
    case 'bytes':
      if (rule.minimum !== null && rule.minimum > 0) add(`of ${shorter} characters`, 'x'.repeat(shorter), 'x'.repeat(shorter), least)
      if (rule.maximum !== null) add(`of ${longer} characters`, 'x'.repeat(longer), 'x'.repeat(longer), most)
      // A text of two-byte characters is within the limit by characters, and over it by bytes.
      if (rule.kind === 'bytes') add(`of ${longer + 1} bytes in half as many characters`, 'é'.repeat(longer / 2 + 1), 'é', most)
      if (rule.pattern !== null && !isPart) {
        const other = '\u00e4'.repeat(Math.max(1, rule.minimum ?? 1))
        add('of other characters', other, other, `Member must satisfy regular expression pattern: ${rule.pattern}`)
      }
      break
    case 'blob':
      if (rule.minimum !== null && rule.minimum > 0) add('of no bytes', '', undefined, least)
      if (rule.maximum !== null) add(`of ${longer} bytes`, Buffer.alloc(longer, 1).toString('base64'), undefined, most)
      break
    case 'list': {
      const [element, shown] = member === 'Filters' ? [{ Key: 'name', Values: ['x'] }, undefined] : member.endsWith('Regions') ? [{ Region: 'eu-west-1' }, undefined] : ['x'.repeat(2), `[${Array.from({ length: longer }, () => 'xx').join(', ')}]`]
      if (rule.minimum !== null && rule.minimum > 0) add('that is empty', [], '[]', least)
      if (rule.maximum !== null) add(`of ${longer}`, Array.from({ length: longer }, () => element), shown, most)
      break
    }
    case 'one':
      add('that is none of its words', 'none-of-them', 'none-of-them', `Member must satisfy enum value set: [${rule.words.join(', ')}]`)
      break
    case 'flag':
      break
  }
  return rows
}

/** The smallest request that breaks no constraint. */
function rightInput(members: Members): object {
  const names = Object.keys(members)
  let input: object = {}
  for (const [member, text] of Object.entries(members)) {
    const rule = readRule(text)
    if (!rule.isRequired || member.includes('[]')) continue
    input = place(input, member, rule.kind === 'list' ? listOf(names, member) : rule.kind === 'blob' ? 'AAAA' : 'x'.repeat(Math.max(1, rule.minimum ?? 1)))
  }
  return 'ClientRequestToken' in members ? { ...input, ClientRequestToken: 't'.repeat(32) } : input
}

function listOf(names: readonly string[], member: string): readonly unknown[] {
  if (member === 'Operations') return ['Decrypt']
  if (member === 'AddReplicaRegions') return [{ Region: 'eu-west-1' }]
  if (member === 'RemoveReplicaRegions') return ['eu-west-1']
  return names.includes(`${member}[]`) ? ['x'] : []
}

/** A copy of the input with a value at `Member`, `Member.Inner`, `Member[]` or `Member[].Inner`; undefined takes it away. */
function place(input: object, member: string, value: unknown): object {
  const [structure = '', inside] = member.split(/\.(.*)/)
  if (inside !== undefined && !structure.endsWith('[]')) return { ...input, [structure]: place({}, inside, value) }
  const [outer = '', ...rest] = member.split('[]')
  if (rest.length === 0) return { ...input, [outer]: value }
  if (rest.length === 1 && rest[0] === '') return { ...input, [outer]: [value] }
  const inner = `${(rest[0] ?? '').slice(1)}${rest.length > 1 ? '[]' : ''}`
  const whole = outer === 'Tags' ? { TagKey: 'k', TagValue: 'v' } : outer === 'Filters' ? { Key: 'name', Values: ['x'] } : {}
  return { ...input, [outer]: [place(whole, inner, value)] }
}

/** `Filters[].Values[]` -> `filters.1.member.values.1.member`, as AWS prints it. */
function pathOf(member: string): string {
  return member.split('.').map((part) => `${part.charAt(0).toLowerCase()}${part.slice(1).replace('[]', '.1.member')}`).join('.')
}

function readRule(text: string): Rule {
  const [beforePattern = '', pattern = null] = text.split(' like ')
  const isRequired = / \*( |$)/.test(text)
  const isSecret = / secret( |$)/.test(beforePattern)
  const [kind = '', second = '', ...words] = beforePattern.replace(/ \*( |$)/, ' ').trim().split(' ')
  const [, minimum, maximum] = /^(\d+)-(\d*)$/.exec(second) ?? []
  return {
    kind: kind as Rule['kind'],
    minimum: minimum === undefined ? null : Number(minimum),
    maximum: maximum === undefined || maximum === '' ? null : Number(maximum),
    isRequired,
    isSecret,
    pattern: pattern === null ? null : pattern.replace(/ \*$/, ''),
    words: kind === 'one' ? words : [],
  }
}
