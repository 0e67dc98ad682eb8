import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SecretsManagerClient, CreateSecretCommand } from '@aws-sdk/client-secrets-manager'
import { measureSearch } from '../renderer/support/search-bench.ts'
import { measureApp } from './measure-app.ts'
import { measureBare } from './measure-bare.ts'
import { measureOpening } from './measure-opening.ts'
import { measureReads } from './measure-reads.ts'
import type { FrameGaps } from './frame-gaps.ts'
import { measureReplicationInWindow } from './measure-replication-window.ts'
import { measureReplication } from './measure-replication.ts'
import { measureRotations } from './measure-rotations.ts'
import { startMoto } from './moto-server.ts'
import { secondAccessKey, seededName, seedVault } from './seed-vault.ts'
import { residentMiB, startServe } from './serve-process.ts'

/**
 * `npm run bench [-- COUNT …] [--seconds N] [--no-app] [--no-replication] [--no-rotation]`: how Coffer does with so many secrets (1,000, 10,000 and 100,000 unless given), and moto's
 * server and a bare Node server beside it in the same run. Figures, not tests.
 */
const words = process.argv.slice(2)
const secondsAt = words.indexOf('--seconds')
const durationMs = (secondsAt < 0 ? 5 : Number(words[secondsAt + 1])) * 1_000
const counts = words.filter((word, index) => /^\d+$/.test(word) && (secondsAt < 0 || index !== secondsAt + 1)).map(Number)
const sizes = counts.length === 0 ? [1_000, 10_000, 100_000] : counts
const PASSPHRASE = 'bench harbour lantern seven'
const MOTO_SECRETS = 200
const REPLICATED_SECRETS = 10_000
const ROTATED_SECRETS = 64

const folder = mkdtempSync(join(tmpdir(), 'coffer-bench-'))
try {
  for (const count of sizes) await measureVault(count)
  if (!words.includes('--no-replication')) await measureReplicas()
  if (!words.includes('--no-rotation')) await measureRotating()
  await measurePeers()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measureVault(count: number): Promise<void> {
  const home = join(folder, `home-${count}`)
  const vault = join(home, 'user-data', 'vault')
  mkdirSync(join(home, 'user-data'), { recursive: true })
  console.log(`\n${count.toLocaleString('en')} secrets`)
  const made = await startServe(vault, PASSPHRASE)
  const seedStartedMs = performance.now()
  await seedVault(vault, count)
  row('written in bulk', `${seconds(performance.now() - seedStartedMs)}, ${Math.round(count / ((performance.now() - seedStartedMs) / 1_000)).toLocaleString('en')} secrets/s`)
  const keys = [{ accessKeyId: made.accessKeyId, secretAccessKey: made.secretAccessKey }, await secondAccessKey(vault)]
  await made.stop()
  row('file', `${(statSync(join(vault, 'regions', `${made.region}.db`)).size / 1024 / 1024).toFixed(1)} MiB`)

  const opening = await measureOpening(vault, PASSPHRASE)
  row('unlock to first page of the list', `${millis(opening.firstPageMs)} (+ ${millis(opening.keyDerivationMs)} for the passphrase's Argon2id)`)
  row('unlock to the whole list', millis(opening.wholeListMs))
  const search = measureSearch(count)
  row('search, a keystroke', `median ${search.medianKeystrokeMs.toFixed(2)} ms, slowest ${search.slowestKeystrokeMs.toFixed(2)} ms (index made in ${millis(search.buildMs)})`)

  const serve = await startServe(vault, PASSPHRASE)
  row('cold start of `coffer serve`', `${millis(serve.readyMs)} to the ready line, key derivation included`)
  row('memory of `coffer serve`', mebibytes(serve.residentMiB()))
  const target = { ...serve, keys, secretCount: count }
  await measureReads(target, 16, Math.min(3_000, durationMs))
  for (const connections of [16, 64]) {
    const cpuBefore = serve.cpuMicros()
    const reads = await measureReads(target, connections, durationMs)
    const cpuAfter = serve.cpuMicros()
    const cpu = cpuBefore === null || cpuAfter === null ? '' : `, CPU ${((cpuAfter - cpuBefore) / reads.requests).toFixed(0)} µs a request`
    row(`GetSecretValue over HTTP, ${connections} clients`, `${rate(reads.perSecond)}, p50 ${reads.p50Ms.toFixed(1)} ms, p99 ${reads.p99Ms.toFixed(1)} ms${cpu}${failures(reads.failures)}`)
  }
  row('memory afterwards', mebibytes(serve.residentMiB()))
  await serve.stop()
  await measureWindow(home, count)
  rmSync(home, { recursive: true, force: true })
}

async function measureWindow(home: string, count: number): Promise<void> {
  if (words.includes('--no-app')) return
  const app = await measureApp(home, PASSPHRASE, count)
  row('the app: cold start to the unlock screen', millis(app.coldStartMs))
  row('the app: Enter to the whole list', `${millis(app.unlockMs)}, key derivation included`)
  row('the app: a letter in the filter', `median ${median(app.keystrokesMs).toFixed(1)} ms, slowest ${Math.max(...app.keystrokesMs).toFixed(1)} ms (to the next frame: ${median(app.framesMs).toFixed(1)} and ${Math.max(...app.framesMs).toFixed(1)} ms)`)
  for (const { name, residentMiB: resident } of app.processes) row(`the app: memory of ${name}`, mebibytes(resident))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

async function measureReplicas(): Promise<void> {
  const count = Math.min(REPLICATED_SECRETS, Math.max(...sizes))
  const figures = await measureReplication(join(folder, 'replicated'), PASSPHRASE, count)
  console.log(`\n${count.toLocaleString('en')} secrets, each replicated to two regions`)
  row('all replicas in sync', `${seconds(figures.allMs)}, ${Math.round(figures.replicasPerSecond).toLocaleString('en')} replicas/s`)
  row('lag of a single put', `median ${figures.medianLagMs.toFixed(1)} ms, slowest ${figures.slowestLagMs.toFixed(1)} ms`)
  if (words.includes('--no-app')) return
  const home = join(folder, 'replicated-window')
  mkdirSync(join(home, 'user-data'), { recursive: true })
  const { allMs, list, tasks, idle } = await measureReplicationInWindow(home, PASSPHRASE, count)
  row('the same in the app, its window open', seconds(allMs))
  row('the app: time between two frames meanwhile', frames(list))
  row('the app: the same with nothing to do', frames(idle))
  row('the app: CPU time of the window', `longest task ${tasks.longestMs.toFixed(1)} ms, all tasks ${seconds(tasks.totalMs)}`)
}

function frames({ medianMs, p99Ms, longestMs, frames: count }: FrameGaps): string {
  return `median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${longestMs.toFixed(1)} ms (${count.toLocaleString('en')} frames)`
}

async function measureRotating(): Promise<void> {
  const home = join(folder, 'rotating')
  mkdirSync(join(home, 'user-data'), { recursive: true })
  const { rotations, perMinute, longestFrameMs } = await measureRotations(home, PASSPHRASE, ROTATED_SECRETS, !words.includes('--no-app'))
  console.log(`\n${rotations} users of a PostgreSQL, rotated 8 at a time`)
  row('rotations', `${Math.round(perMinute).toLocaleString('en')} a minute`)
  if (longestFrameMs !== null) row('the app: longest frame meanwhile', millis(longestFrameMs))
}

async function measurePeers(): Promise<void> {
  console.log('\nBeside it, in the same run')
  const bare = await measureBare(durationMs)
  row('a bare Node server, 16 clients', `${rate(bare.perSecond)}, p99 ${bare.p99Ms.toFixed(1)} ms`)
  const moto = await startMoto()
  if (moto === null) {
    row('moto', 'not on this machine: python3 has no moto.server')
    return
  }
  try {
    const access = { region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
    const client = new SecretsManagerClient({ region: access.region, endpoint: `http://127.0.0.1:${moto.port}`, credentials: access })
    for (let index = 0; index < MOTO_SECRETS; index++) {
      await client.send(new CreateSecretCommand({ Name: seededName(index), SecretString: '{"username":"app","password":"x"}' }))
    }
    const reads = await measureReads({ region: access.region, keys: [access], port: moto.port, secretCount: MOTO_SECRETS }, 16, durationMs)
    row(`moto, ${MOTO_SECRETS} secrets, GetSecretValue, 16 clients`, `${rate(reads.perSecond)}, p50 ${reads.p50Ms.toFixed(1)} ms, p99 ${reads.p99Ms.toFixed(1)} ms${failures(reads.failures)}`)
    row('memory of moto', mebibytes(residentMiB(moto.pid)))
  } finally {
    moto.stop()
  }
}

function row(what: string, figure: string): void {
  console.log(`  ${what.padEnd(52)} ${figure}`)
}

function millis(value: number): string {
  return value < 1_000 ? `${value.toFixed(0)} ms` : seconds(value)
}

function seconds(value: number): string {
  return `${(value / 1_000).toFixed(2)} s`
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} requests/s`
}

function mebibytes(value: number | null): string {
  return value === null ? 'not told by this system' : `${value.toFixed(0)} MiB resident`
}

function failures(count: number): string {
  return count === 0 ? '' : `, ${count} FAILED`
}
