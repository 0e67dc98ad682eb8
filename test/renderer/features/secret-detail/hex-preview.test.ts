import { expect, it } from 'vitest'
import { hexPreview } from '../../../../renderer/features/secret-detail/hex-preview.ts'

it('shows the first bytes as offset, hex and text, and says how many more there are', () => {
  expect(hexPreview(new Uint8Array([0x43, 0x6f, 0x66, 0x00, 0xff]))).toBe('0000  43 6f 66 00 ff                                   Cof..')
  const lines = hexPreview(new Uint8Array(300)).split('\n')
  expect([lines.length, lines[15]?.slice(0, 6), lines[16]]).toEqual([17, '00f0  ', '… 44 more bytes'])
  expect(hexPreview(new Uint8Array())).toBe('')
})
