import type pg from 'pg'
import { FaultFiles } from './fault-files.ts'
import { makeScene, type Scene, type Strategy } from './fault-scene.ts'
import { startProxy, type CommitMoment, type PostgresProxy } from './postgres-proxy.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './postgres-server.ts'
import { scratchFolder } from './run-folder.ts'

/** What makes a login, a start and a stop of the server cheap; none of it changes what a client sees. */
const SETTINGS = { scram_iterations: '64', autovacuum: 'off', io_method: 'sync', max_wal_senders: '0', wal_level: 'minimal', max_logical_replication_workers: '0', max_connections: '20' }

/** One PostgreSQL and a way to it, for one rotation after the other: it can be stopped, since nobody else uses it. */
export interface FaultLane {
  readonly files: FaultFiles
  readonly strategy: Strategy
  readonly scene: Scene
  readonly server: PostgresServer
  /** Connections past the proxy. */
  readonly superuser: pg.Pool
  readonly proxy: PostgresProxy
  /** Is asked at the commits that go through the proxy. */
  onCommit: (moment: CommitMoment) => Promise<boolean>
  /** Stops the server, so that its port refuses connections. */
  stop(): Promise<void>
  start(): Promise<void>
}

async function openLane(files: FaultFiles, strategy: Strategy): Promise<FaultLane> {
  const server = await startPostgres(embeddedPostgres(), { settings: SETTINGS, root: scratchFolder() })
  const proxy = await startProxy(server.port, (moment) => lane.onCommit(moment))
  const lane: FaultLane = {
    files,
    strategy,
    scene: await makeScene(files, server, proxy.port, strategy),
    server,
    superuser: server.pool(),
    proxy,
    onCommit: async () => true,
    async stop() {
      await proxy.listen(false)
      await server.halt()
    },
    async start() {
      await server.resume()
      await proxy.listen(true)
    },
  }
  return lane
}

/** The lanes of one file of tests. */
export class FaultLanes {
  readonly #files: FaultFiles
  readonly #lanes: readonly FaultLane[]

  private constructor(files: FaultFiles, lanes: readonly FaultLane[]) {
    this.#files = files
    this.#lanes = lanes
  }

  static async open(strategy: Strategy, count: number): Promise<FaultLanes> {
    const files = new FaultFiles()
    return new FaultLanes(files, await Promise.all(Array.from({ length: count }, () => openLane(files, strategy))))
  }

  /** Runs each piece of work in a lane that is free. */
  async each<T>(work: readonly T[], run: (lane: FaultLane, piece: T) => Promise<void>): Promise<void> {
    const left = work.values()
    await Promise.all(
      this.#lanes.map(async (lane) => {
        for (const piece of left) await run(lane, piece)
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map(async ({ proxy, server }) => [await proxy.close(), await server.stop()]))
    this.#files.remove()
  }
}
