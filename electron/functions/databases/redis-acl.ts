import { createHash } from 'node:crypto'
import type { Sensitive } from '../../../shared/sensitive.ts'

/** What Redis keeps of a password: sent in its place, the password is in no log of commands. */
export function redisHash(password: Sensitive<string>): string {
  return createHash('sha256').update(password.reveal()).digest('hex')
}

/** A user's line of ACL LIST, taken apart. */
export interface AclUser {
  readonly name: string
  /** SHA-256, hex. */
  readonly passwords: readonly string[]
  /** Everything but on, off and passwords, in order: commands, keys, channels, selectors in their brackets. */
  readonly rules: readonly string[]
  readonly isOn: boolean
}

/** Reads a line such as `user app on #hash ~shop:* &* -@all +get (~cache:* +set)`; null for what is no such line. */
export function parseAclLine(line: string): AclUser | null {
  const words = line.match(/\([^)]*\)|\S+/g) ?? []
  if (words[0] !== 'user' || words[1] === undefined) return null
  const rest = words.slice(2)
  return {
    name: words[1],
    passwords: rest.filter((word) => word.startsWith('#')).map((word) => word.slice(1)),
    rules: rest.filter((word) => !word.startsWith('#') && !/^(on|off|nopass|resetpass)$/.test(word)),
    isOn: rest.includes('on'),
  }
}

/** Rules by which a user's passwords become exactly those that are kept; a user that takes any password no longer does. */
export function passwordRules(has: readonly string[], keep: readonly string[]): readonly string[] {
  return [...keep.map((hash) => `#${hash}`), ...has.filter((hash) => !keep.includes(hash)).map((hash) => `!${hash}`)]
}
