/** Tags that begin so set up a built-in function for one secret: `coffer:rotation:PASSWORD_LENGTH`. */
export const SETTING_TAG_PREFIX = 'coffer:rotation:'

/** What a built-in function is set up with: AWS's environment variables by name, and Coffer's own beside them. */
export type FunctionSettings = (name: string) => string | null

interface Tag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** A secret's tags go before the function's environment, which is the same for all secrets. */
export function functionSettings(environment: Readonly<Record<string, string>>, tags: readonly Tag[]): FunctionSettings {
  const ofSecret = new Map(tags.flatMap(({ Key, Value }) => (Key?.startsWith(SETTING_TAG_PREFIX) === true ? [[Key.slice(SETTING_TAG_PREFIX.length), Value ?? ''] as const] : [])))
  return (name) => ofSecret.get(name) ?? environment[name] ?? null
}

/** A switch as AWS's functions read one: true, 1, y and yes in any case are on, anything else is off. */
export function isOn(settings: FunctionSettings, name: string, otherwise: boolean): boolean {
  const text = settings(name)
  return text === null ? otherwise : ['true', '1', 'y', 'yes'].includes(text.toLowerCase())
}
