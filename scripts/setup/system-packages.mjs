// Debian packages that a bare machine lacks: libraries of Electron, a display, a keyring and database servers for tests, a compiler for
// the fallback.
// Missing things are found by library and program name, so a distribution of another family is served by its own packages.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { run, SetupError, step } from './steps.mjs'

/** soname or program -> Debian package names, the first that apt knows is taken (time_t transition renamed some). */
const PACKAGES = {
  window: {
    'libgtk-3.so.0': ['libgtk-3-0', 'libgtk-3-0t64'],
    'libnss3.so': ['libnss3'],
    'libasound.so.2': ['libasound2', 'libasound2t64'],
    'libgbm.so.1': ['libgbm1'],
    'libXss.so.1': ['libxss1'],
    'libsecret-1.so.0': ['libsecret-1-0'],
  },
  display: { Xvfb: ['xvfb'], xauth: ['xauth'] },
  keyring: { 'dbus-daemon': ['dbus'], 'dbus-launch': ['dbus-x11'], 'gnome-keyring-daemon': ['gnome-keyring'] },
  compiler: { 'g++': ['g++'] },
  // Programs alone where Debian has them so: the tests start their own servers, and a service of the system is no part of it.
  databases: { '/usr/lib/postgresql': ['postgresql'], mariadbd: ['mariadb-server-core', 'mariadb-server'], my_print_defaults: ['mariadb-client-core', 'mariadb-client'], 'redis-check-rdb': ['redis-tools'], tsql: ['freetds-bin'] },
  // A sandbox for functions of the user's, and the drivers that AWS's functions are written for.
  functions: {
    bwrap: ['bubblewrap'],
    '/usr/lib/python3/dist-packages/boto3': ['python3-boto3'],
    '/usr/lib/python3/dist-packages/pgdb.py': ['python3-pygresql'],
    '/usr/lib/python3/dist-packages/pymysql': ['python3-pymysql'],
  },
}

function onPath(program) {
  if (program.startsWith('/')) return existsSync(program)
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/sbin', '/sbin']
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, program)))
}

async function knownLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file)) ?? 'ldconfig'
  return run(ldconfig, ['-p']).catch(() => '')
}

async function firstKnownToApt(names) {
  for (const name of names) {
    const shown = await run('apt-cache', ['show', '--no-all-versions', name]).catch(() => '')
    if (/^Package: /m.test(shown)) return name
  }
  return names[0]
}

/** Names from `groups` that this machine lacks. Empty on macOS and Windows. */
export async function missingFrom(groups) {
  if (process.platform !== 'linux') return []
  const libraries = await knownLibraries()
  return groups
    .flatMap((group) => Object.entries(PACKAGES[group]))
    .filter(([name]) => (name.includes('.so') ? !libraries.includes(name) : !onPath(name)))
}

/**
 * Installs what is missing when root on a Debian system; otherwise says the exact command.
 * Throws SetupError if something is missing that cannot be installed here.
 */
export async function ensureSystemPackages(groups) {
  const missing = await missingFrom(groups)
  if (missing.length === 0) return
  const lacking = missing.map(([name]) => name).join(', ')
  if (!onPath('apt-get')) {
    throw new SetupError(`This system lacks ${lacking}. Install them with your distribution's package tool and run this again.`)
  }
  if (process.getuid?.() !== 0) {
    const names = missing.map(([, candidates]) => candidates[0]).join(' ')
    throw new SetupError(`This system lacks ${lacking}. Install them with:\n\n    sudo apt-get install -y ${names}\n\nand run this again.`)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step(`Debian packages for ${lacking}`, async () => {
    await run('apt-get', ['update', '-qq'], { env }).catch(() => '')
    const names = []
    for (const [, candidates] of missing) names.push(await firstKnownToApt(candidates))
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  })
  const stillMissing = await missingFrom(groups)
  if (stillMissing.length > 0) throw new SetupError(`apt-get ran, yet ${stillMissing.map(([name]) => name).join(', ')} is missing.`)
}

/** Like `ensureSystemPackages` for what only some tests need: what cannot be installed here is said, and those tests are skipped. */
export async function offerSystemPackages(groups) {
  try {
    await ensureSystemPackages(groups)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(`  ! Tests that need it are skipped. ${error.message}`)
  }
}
