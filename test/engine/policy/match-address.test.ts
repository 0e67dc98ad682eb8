import { describe, expect, test } from 'vitest'
import { isInRange, parseAddressRange } from '../../../electron/engine/policy/match-address.ts'

describe('addresses', () => {
  test.each<[range: string, address: string, inside: boolean]>([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3/32', '10.1.2.4', false],
    ['10.1.2.99/24', '10.1.2.3', true],
    ['10.1.2.128/25', '10.1.2.127', false],
    ['10.1.2.128/25', '10.1.2.128', true],
    ['192.168.0.0/23', '192.168.1.255', true],
    ['192.168.0.0/23', '192.168.2.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '127.0.0.1', false],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:DB8::/32', '2001:db9::1', false],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['64:ff9b::10.1.2.3', '64:ff9b::a01:203', true],
  ])('%s holds %s: %s', (range, address, expected) => {
    const [parsedRange, parsedAddress] = [parseAddressRange(range), parseAddressRange(address)]
    if (parsedRange === null || parsedAddress === null) throw new Error('Both texts of this test are addresses')
    expect(isInRange(parsedRange, parsedAddress)).toBe(expected)
  })

  test.each([
    '',
    '10',
    '10.0.0',
    '10.0.0.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    ' 10.0.0.1',
    '::/129',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '1.2.3.4::',
    'fe80::1%eth0',
  ])('%j is no address', (text) => {
    expect(parseAddressRange(text)).toBeNull()
  })
})
