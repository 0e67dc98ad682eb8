import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { PACKET, TdsReader, tdsPackets } from './tds-packets.ts'

const TLS_RECORDS = [0x14, 0x15, 0x16, 0x17]

/**
 * The server's side of TLS as TDS 7 has it, [MS-TDS] 3.3.5.2: the handshake goes in PRELOGIN packets, what follows in TLS's own
 * records on the wire.
 */
export function tlsWithin(socket: Socket, identity: { readonly certificate: string; readonly key: string }, first: Buffer): TLSSocket {
  const reader = new TdsReader()
  let isHandshake = true
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      socket.write(isHandshake ? tdsPackets(PACKET.prelogin, chunk) : chunk, () => done())
    },
    // One answer to each of the client's messages, as the client counts them.
    writev(chunks, done) {
      const all = Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer))
      socket.write(isHandshake ? tdsPackets(PACKET.prelogin, all) : all, () => done())
    },
    final(done) {
      socket.end(() => done())
    },
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  const take = (chunk: Buffer): void => {
    if (isHandshake && TLS_RECORDS.includes(chunk[0] ?? 0)) isHandshake = false
    if (!isHandshake) return void wire.push(chunk)
    for (const { type, payload } of reader.push(chunk)) {
      if (type !== PACKET.prelogin) throw new Error('A handshake in other packets than those of PRELOGIN')
      wire.push(payload)
    }
  }
  const guarded = (chunk: Buffer): void => {
    try {
      take(chunk)
    } catch {
      wire.destroy()
    }
  }
  socket.on('data', guarded)
  socket.once('end', () => wire.push(null))
  const secure = new TLSSocket(wire, { isServer: true, secureContext: createSecureContext({ cert: identity.certificate, key: identity.key, maxVersion: 'TLSv1.2' }) })
  if (first.length > 0) guarded(first)
  return secure
}
