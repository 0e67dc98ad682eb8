import { connect as connectTcp } from 'node:net'
import { CONNECT_TIMEOUT_MS } from './adapter.ts'

const HEADER_BYTES = 8
const DATA_AT = 74
const CONNECT = 1
/** Accept, refuse, redirect, resend. */
const ANSWERS: readonly number[] = [2, 4, 5, 11]

/**
 * Whether a listener answers in plain text what `tnsping` asks, which carries nothing secret; one with TLS does not. A listener
 * without TLS may take TLS's greeting for the beginning of a long packet, and wait.
 */
export function isPlainListener(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port, timeout: CONNECT_TIMEOUT_MS })
    let answer = Buffer.alloc(0)
    const end = (isPlain: boolean): void => {
      socket.destroy()
      resolve(isPlain)
    }
    socket.once('connect', () => socket.write(pingPacket()))
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk])
      // A packet of Oracle Net has no checksum, where TLS has its version.
      if (answer.length >= HEADER_BYTES) end(answer.readUInt16BE(2) === 0 && ANSWERS.includes(answer.readUInt8(4)))
    })
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
    socket.once('close', () => end(false))
  })
}

function pingPacket(): Buffer {
  const data = Buffer.from('(CONNECT_DATA=(COMMAND=ping))')
  const packet = Buffer.concat([Buffer.alloc(DATA_AT), data])
  packet.writeUInt16BE(packet.length, 0)
  packet.writeUInt8(CONNECT, 4)
  // Version and lowest version, options, SDU and TDU, the byte order, then where the data is.
  packet.writeUInt16BE(319, 8)
  packet.writeUInt16BE(300, 10)
  packet.writeUInt16BE(1, 12)
  packet.writeUInt16BE(8_192, 14)
  packet.writeUInt16BE(0xff_ff, 16)
  packet.writeUInt16BE(1, 22)
  packet.writeUInt16BE(data.length, 24)
  packet.writeUInt16BE(DATA_AT, 26)
  return packet
}
