/** A range of addresses as bytes (4 or 16) and the number of leading bits that count. */
export interface AddressRange {
  readonly bytes: readonly number[]
  readonly prefixBits: number
}

const MAPPED_PREFIX_BYTES = 12

/**
 * Parses an IPv4 or IPv6 address or CIDR range; null when it is neither. Bits behind the prefix are ignored.
 * An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 address, so that a dual-stack socket does not change
 * who matches. Source: RFC 4632, RFC 4291.
 */
export function parseAddressRange(text: string): AddressRange | null {
  const [address, prefix, ...more] = text.split('/')
  if (more.length > 0 || address === undefined) return null
  const bytes = address.includes(':') ? parseIpv6(address) : parseIpv4(address)
  if (bytes === null) return null
  const bits = bytes.length * 8
  if (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix)) return null
  const prefixBits = prefix === undefined ? bits : Number(prefix)
  if (prefixBits > bits) return null
  if (bytes.length === 16 && prefixBits >= MAPPED_PREFIX_BYTES * 8 && isMapped(bytes)) {
    return { bytes: bytes.slice(MAPPED_PREFIX_BYTES), prefixBits: prefixBits - MAPPED_PREFIX_BYTES * 8 }
  }
  return { bytes, prefixBits }
}

/** Whether a range holds an address (a range with all bits). IPv4 and IPv6 never match each other. */
export function isInRange(range: AddressRange, address: AddressRange): boolean {
  if (range.bytes.length !== address.bytes.length || range.prefixBits > address.prefixBits) return false
  const wholeBytes = range.prefixBits >> 3
  for (let index = 0; index < wholeBytes; index++) if (range.bytes[index] !== address.bytes[index]) return false
  const restBits = range.prefixBits & 7
  if (restBits === 0) return true
  const mask = (0xff << (8 - restBits)) & 0xff
  return ((range.bytes[wholeBytes] as number) & mask) === ((address.bytes[wholeBytes] as number) & mask)
}

function parseIpv4(text: string): number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const bytes: number[] = []
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null
    bytes.push(Number(part))
  }
  return bytes
}

function parseIpv6(text: string): number[] | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = parseGroups(halves[0] as string, halves.length === 1)
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true) : []
  if (head === null || tail === null) return null
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail]
}

/** Groups of one side of `::`; only the last group of an address may be in IPv4 form. */
function parseGroups(text: string, isLastSide: boolean): number[] | null {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    if (isLastSide && index === groups.length - 1 && group.includes('.')) {
      const ipv4 = parseIpv4(group)
      if (ipv4 === null) return null
      bytes.push(...ipv4)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    } else {
      return null
    }
  }
  return bytes
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
}
