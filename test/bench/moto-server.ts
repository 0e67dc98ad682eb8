import { spawn, spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'

export interface PeerServer {
  readonly port: number
  readonly pid: number
  stop(): void
}

/** Starts moto's server when this machine has it; null otherwise. */
export async function startMoto(): Promise<PeerServer | null> {
  if (spawnSync('python3', ['-c', 'import moto.server'], { stdio: 'ignore' }).status !== 0) return null
  const port = await freePort()
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  if (child.pid === undefined) return null
  const deadlineMs = performance.now() + 60_000
  while (performance.now() < deadlineMs) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (isUp) return { port, pid: child.pid, stop: () => void child.kill() }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill()
  return null
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
