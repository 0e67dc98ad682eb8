// Electron from its own download, checked against the checksums in the npm package.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { projectNode, ROOT } from './places.mjs'
import { run, SetupError, step } from './steps.mjs'

const FOLDER = path.join(ROOT, 'node_modules', 'electron')
const PROBE_TIMEOUT_MS = 5_000
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000

/** True if the download site answers. With a proxy or a mirror configured only the download itself can tell. */
function reachable() {
  const redirected = Object.keys(process.env).some((name) => /^(https?_proxy|all_proxy|(npm_config_)?electron_mirror|electron_get_use_proxy)$/i.test(name))
  if (redirected) return Promise.resolve(true)
  return new Promise((resolve) => {
    const socket = net.connect({ host: 'github.com', port: 443 })
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(PROBE_TIMEOUT_MS, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

async function installed() {
  const { version } = JSON.parse(await readFile(path.join(FOLDER, 'package.json'), 'utf8'))
  const platformPath = await readFile(path.join(FOLDER, 'path.txt'), 'utf8').catch(() => null)
  if (platformPath === null) return null
  const dist = path.join(FOLDER, 'dist')
  const executable = path.join(dist, platformPath)
  return existsSync(executable) ? { kind: 'official', version, dist, executable } : null
}

/** Returns the official Electron, downloading it if need be; null with a printed reason if it can't be had here. */
export async function officialElectron() {
  const present = await installed()
  if (present !== null) return present
  if (!(await reachable())) {
    console.log('  - Electron’s download site cannot be reached from here')
    return null
  }
  try {
    await step('download Electron', () => run(projectNode(), [path.join(FOLDER, 'install.js')], { timeoutMs: DOWNLOAD_TIMEOUT_MS }))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(`  - Electron’s own download failed: ${error.message.split('\n').slice(0, 3).join(' ')}`)
    return null
  }
  return installed()
}
