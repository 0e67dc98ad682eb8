import type { RandomSource } from '../host.ts'

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Characters after the prefix: access key ids have 20 in all, the ids of users, groups and roles 21. */
const LENGTHS = { AIDA: 17, AGPA: 17, AROA: 17, AKIA: 16, ASIA: 16 } as const

/** An id in IAM's form: a prefix for the kind, and base32. Source: IAM user guide, "IAM identifiers". */
export function uniqueId(prefix: keyof typeof LENGTHS, random: RandomSource): string {
  let id: string = prefix
  for (const byte of random.bytes(LENGTHS[prefix])) id += CHARACTERS.charAt(byte % CHARACTERS.length)
  return id
}
