import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import type { Connection } from 'mysql2'
import { RotationFailure } from '../rotation-failure.ts'
import { serverName, type TlsOptions } from './tls-choice.ts'

/** The part of the driver's connection that turns it to TLS, once the server agreed to it and before anything of the login is sent. */
interface Upgradable {
  stream: Socket
  readonly packetParser: { execute(data: Buffer): void }
  startTLS(onSecure: (error?: Error) => void): void
  _handleNetworkError(error: Error): void
}

/**
 * Has a connection verify the server by the address that it was asked for. The driver itself checks the certificate of a server
 * that is named by an IP address against the name `localhost`, so that a stranger's passes and the right one fails.
 * @throws RotationFailure when the driver has changed so that this cannot be done
 */
export function verifyByAddress(connection: Connection, host: string, options: TlsOptions): void {
  const upgradable = connection as unknown as Upgradable
  if (typeof upgradable.startTLS !== 'function' || typeof upgradable._handleNetworkError !== 'function') throw new RotationFailure('Runtime.Unavailable', 'This version of mysql2 turns to TLS in another way than the one that is known.')
  const name = serverName(host)
  upgradable.startTLS = (onSecure) => {
    upgradable.stream.removeAllListeners('data')
    let isEstablished = false
    const secure = connect({ socket: upgradable.stream, host, ...(name === undefined ? {} : { servername: name }), ...options }, () => {
      isEstablished = true
      onSecure()
    })
    secure.on('error', (error) => (isEstablished ? upgradable._handleNetworkError(error) : onSecure(error)))
    secure.on('data', (data: Buffer) => upgradable.packetParser.execute(data))
    upgradable.stream = secure
  }
}
