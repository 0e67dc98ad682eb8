import type { ReadSetting } from '../../shared/rotation/password-rules.ts'
import { settingsOfTags } from '../../shared/rotation/setting-tags.ts'

/** What a built-in function is set up with: AWS's environment variables by name, and Coffer's own beside them. */
export type FunctionSettings = ReadSetting

/** A secret's tags go before the function's environment, which is the same for all secrets. */
export function functionSettings(environment: Readonly<Record<string, string>>, tags: Parameters<typeof settingsOfTags>[0]): FunctionSettings {
  const ofSecret = settingsOfTags(tags)
  return (name) => ofSecret(name) ?? environment[name] ?? null
}
