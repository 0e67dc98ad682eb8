import type { RandomSource } from '../host.ts'

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LENGTH = 16

/** An id in IAM's form: a prefix for the kind and 16 characters of base32. Source: IAM user guide, "IAM identifiers". */
export function uniqueId(prefix: 'AIDA' | 'AGPA' | 'AROA' | 'AKIA' | 'ASIA', random: RandomSource): string {
  let id: string = prefix
  for (const byte of random.bytes(LENGTH)) id += CHARACTERS.charAt(byte % CHARACTERS.length)
  return id
}
