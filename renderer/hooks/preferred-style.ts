import type { EnvironmentStyle } from '../../shared/environment-lines.ts'

/** The shell that most people of this system use. */
export function preferredStyle(): EnvironmentStyle {
  return /Win/.test(navigator.platform) ? 'powershell' : 'bash'
}
