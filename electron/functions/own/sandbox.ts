import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Interpreter } from './interpreters.ts'
import type { RunFolder } from './run-folder.ts'
import type { SeenPlaces } from './function-environment.ts'

const PROBE_TIMEOUT_MS = 10_000
const SYSTEM_FOLDERS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']
/** What name resolution, certificates and time zones need; no keys, no accounts' secrets. */
const SYSTEM_FILES = [
  '/etc/alternatives', '/etc/ca-certificates', '/etc/crypto-policies', '/etc/gai.conf', '/etc/group', '/etc/host.conf', '/etc/hosts', '/etc/ld.so.cache',
  '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/localtime', '/etc/nsswitch.conf', '/etc/passwd', '/etc/pki', '/etc/protocols', '/etc/resolv.conf',
  '/etc/services', '/etc/ssl/certs', '/etc/ssl/openssl.cnf',
]
const CA_OF_LAMBDA = '/etc/pki/tls/cert.pem'
const CA_OF_DEBIAN = '/etc/ssl/certs/ca-certificates.crt'

/** As in Lambda. */
const SANDBOX_PLACES = { taskRoot: '/var/task', runtimeDir: '/var/runtime', home: '/home/sbx', tmp: '/tmp' } as const

/** Bubblewrap, if it is here and this system lets it make namespaces; null otherwise. */
export async function findBubblewrap(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  if (platform !== 'linux') return null
  const path = [...(environment['PATH'] ?? '').split(delimiter), '/usr/bin'].filter((folder) => folder.startsWith('/')).map((folder) => join(folder, 'bwrap')).find((file) => existsSync(file))
  if (path === undefined) return null
  const works = await new Promise<boolean>((resolve) => {
    execFile(path, [...namespaces(), ...system(), '--', '/bin/sh', '-c', 'exit 0'], { env: {}, timeout: PROBE_TIMEOUT_MS }, (error) => resolve(error === null))
  })
  return works ? path : null
}

/** Where things are for a function in the sandbox. */
export function sandboxPlaces({ sharedModules }: RunFolder): SeenPlaces {
  return { ...SANDBOX_PLACES, sharedModules }
}

/**
 * Words of a bubblewrap call before the program's own: a read-only system, the code, a private /tmp, an empty home, and no
 * process but its own. The network stays, since the function has to reach its database and the endpoint.
 */
export function sandboxWords(folder: RunFolder, interpreter: Interpreter): readonly string[] {
  const { taskRoot, runtimeDir, home, tmp } = SANDBOX_PLACES
  const wanted = [...new Set([interpreter.path, ...interpreter.folders, ...(folder.sharedModules === null ? [] : [folder.sharedModules])])]
  const binds = wanted.filter((path) => !isBelow(path, ['/usr', ...SYSTEM_FOLDERS, ...wanted.filter((other) => other !== path)]))
  return [
    ...namespaces(),
    ...system(),
    '--tmpfs', tmp,
    ...binds.sort().flatMap((path) => ['--ro-bind-try', path, path]),
    '--dir', home,
    '--ro-bind', folder.taskRoot, taskRoot,
    '--ro-bind', folder.runtimeDir, runtimeDir,
    ...(folder.sharedModules === null ? [] : ['--symlink', folder.sharedModules, '/var/node_modules']),
    '--remount-ro', '/',
    '--chdir', taskRoot,
    '--',
  ]
}

function namespaces(): readonly string[] {
  return ['--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--proc', '/proc', '--dev', '/dev']
}

function system(): readonly string[] {
  const folders = SYSTEM_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => (lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder]))
  const certificates = !existsSync(CA_OF_LAMBDA) && existsSync(CA_OF_DEBIAN) && !existsSync('/etc/pki') ? ['--ro-bind', CA_OF_DEBIAN, CA_OF_LAMBDA] : []
  return ['--ro-bind', '/usr', '/usr', ...folders, ...SYSTEM_FILES.flatMap((file) => ['--ro-bind-try', file, file]), ...certificates]
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
}
