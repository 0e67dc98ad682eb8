/** What one field of a cron expression may hold. */
export interface CronFieldRule {
  /** As errors name it: `hours`. */
  readonly name: string
  readonly min: number
  readonly max: number
  /** Names that stand for numbers, upper case: `JAN` is `min`. */
  readonly names?: readonly string[]
}

/**
 * The numbers that a field of `*`, `a`, `a-b`, `a/n`, `a-b/n`, `/n` and lists of them means, rising; or why it is wrong.
 * An increment starts anew at the field's first value: `2/10` of hours is 2, 12 and 22.
 */
export function parseCronField(text: string, rule: CronFieldRule): readonly number[] | string {
  const values = new Set<number>()
  for (const item of text.split(',')) {
    const parsed = parseItem(item, rule)
    if (typeof parsed === 'string') return parsed
    for (const value of parsed) values.add(value)
  }
  return [...values].sort((left, right) => left - right)
}

/** The number that a value or a name of a field stands for, or null. */
export function cronNumber(text: string, rule: CronFieldRule): number | null {
  const named = rule.names?.indexOf(text.toUpperCase()) ?? -1
  if (named >= 0) return rule.min + named
  if (!/^\d{1,2}$/.test(text)) return null
  const value = Number(text)
  return value >= rule.min && value <= rule.max ? value : null
}

function parseItem(item: string, rule: CronFieldRule): readonly number[] | string {
  const [range = '', step, ...rest] = item.split('/')
  if (rest.length > 0) return wrong(item, rule)
  const stride = step === undefined ? 1 : Number(/^\d{1,2}$/.test(step) ? step : Number.NaN)
  if (!(stride >= 1)) return `${item} of the ${rule.name} has no whole number of at least 1 after the slash.`
  const bounds = boundsOf(range, step !== undefined, rule)
  if (bounds === null) return wrong(item, rule)
  const [first, last] = bounds
  if (first > last) return `${item} of the ${rule.name} goes down. Write a range from the smaller to the greater: for two parts, a list with a comma.`
  const values: number[] = []
  for (let value = first; value <= last; value += stride) values.push(value)
  return values
}

function boundsOf(range: string, isStepped: boolean, rule: CronFieldRule): readonly [number, number] | null {
  if (range === '*' || (range === '' && isStepped)) return [rule.min, rule.max]
  const ends = range.split('-')
  const [first, last] = ends.map((end) => cronNumber(end, rule))
  if (ends.length > 2 || first === null || first === undefined || last === null) return null
  return [first, last ?? (isStepped ? rule.max : first)]
}

function wrong(item: string, rule: CronFieldRule): string {
  const names = rule.names === undefined ? '' : ` or ${rule.names[0]} to ${rule.names.at(-1)}`
  return `${item === '' ? 'An empty entry' : item} is not allowed in the ${rule.name}: they are ${rule.min} to ${rule.max}${names}.`
}
