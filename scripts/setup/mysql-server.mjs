// A real MySQL for the tests. Debian's stable releases have MariaDB alone, its unstable one has MySQL: that one's packages are unpacked into
// the cache with all their libraries, and nothing is installed. Needs no root. Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheFolder } from './places.mjs'
import { run, SetupError, step } from './steps.mjs'

/** Grows when the way of unpacking changes. */
const RECIPE = 1
const SUITE = 'sid'
const PACKAGE = 'mysql-server-core'
/** Dependencies of scripts beside the server. */
const NOT_NEEDED = /^(perl|libperl|openssl-provider|gcc-)/

const unpackedFolder = () => path.join(cacheFolder(), `mysql-server-${process.arch}-r${RECIPE}`)

/** The program and first arguments that start a MySQL server of 8.0 or later; null when this machine has none. */
export function mysqlServer() {
  for (const file of (process.env.PATH ?? '').split(path.delimiter).concat('/usr/sbin').map((folder) => path.join(folder, 'mysqld'))) {
    // MariaDB goes by that name too.
    if (existsSync(file) && isMySql(spawnSync(file, ['--no-defaults', '--version'], { encoding: 'utf8' }).stdout)) return [file]
  }
  return unpacked(unpackedFolder())
}

function isMySql(version) {
  return !/mariadb/i.test(version ?? '') && Number(/Ver (\d+)\./.exec(version ?? '')?.[1] ?? 0) >= 8
}

/** Its own C library's loader starts it, so that the system's libraries play no part. */
function unpacked(root) {
  const libraries = path.join(root, 'usr', 'lib')
  const program = path.join(root, 'usr', 'sbin', 'mysqld')
  if (!existsSync(program)) return null
  for (const triplet of readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'))) {
    const folder = path.join(libraries, triplet)
    const loader = readdirSync(folder).find((name) => /^ld-linux-.*\.so\.\d$/.test(name))
    if (loader !== undefined) return [path.join(folder, loader), '--argv0', program, '--library-path', folder, program]
  }
  return null
}

/** Gets a MySQL where Debian's packages can be had and there is none; says why not otherwise, and the tests that need it are skipped. */
export async function offerMySql() {
  if (process.platform !== 'linux' || mysqlServer() !== null) return
  try {
    await step(`MySQL from Debian ${SUITE}, unpacked into the cache`, unpackMySql)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(`  ! Tests that need MySQL are skipped; a mysqld on PATH is used if there is one. ${error.message}`)
  }
}

/** The Debian mirror that this machine's own apt uses. */
async function mirror() {
  const known = await run('apt-get', ['indextargets', '--format', '$(ORIGIN) $(SITE)', 'Identifier: Packages'])
  const site = /^Debian (http\S+\/debian\/?)$/m.exec(known)?.[1]
  if (site === undefined) throw new SetupError('apt knows no mirror of Debian here.')
  return site
}

async function unpackMySql() {
  const site = await mirror()
  await mkdir(cacheFolder(), { recursive: true })
  const work = await mkdtemp(path.join(cacheFolder(), 'mysql-fetch-'))
  try {
    const place = (...parts) => path.join(work, ...parts)
    for (const folder of ['lists/partial', 'archives/partial', 'packages', 'root']) await mkdir(place(folder), { recursive: true })
    await writeFile(place('status'), '')
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
    await writeFile(place('suite.list'), `deb ${existsSync(keyring) ? `[signed-by=${keyring}] ` : ''}${site} ${SUITE} main\n`)
    const options = [
      `Dir::Etc::SourceList=${place('suite.list')}`, 'Dir::Etc::SourceParts=/dev/null', 'Dir::Etc::Preferences=/dev/null', 'Dir::Etc::PreferencesParts=/dev/null',
      `Dir::State::Lists=${place('lists')}`, `Dir::State::Status=${place('status')}`, `Dir::Cache=${work}`, 'APT::Default-Release=', 'APT::Sandbox::User=root', 'Acquire::Languages=none',
    ].flatMap((option) => ['-o', option])
    const apt = (...args) => run('apt-get', [...options, ...args], { cwd: place('packages'), env: { ...process.env, LC_ALL: 'C' }, timeoutMs: 120_000 })
    await apt('update', '-qq')
    // With an empty list of what is installed, all that it needs is named, the C library too.
    const planned = await apt('install', '--simulate', '--no-install-recommends', PACKAGE)
    const names = [...planned.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]).filter((name) => !NOT_NEEDED.test(name))
    await apt('download', '-qq', ...names)
    for (const file of readdirSync(place('packages'))) await run('dpkg-deb', ['-x', place('packages', file), place('root')])
    for (const folder of ['usr/share/doc', 'usr/share/man', 'usr/bin', 'var', 'etc']) await rm(place('root', folder), { recursive: true, force: true })
    const [program = '', ...args] = unpacked(place('root')) ?? []
    if (!isMySql(await run(program, [...args, '--no-defaults', '--version']))) throw new SetupError('What was unpacked is no MySQL.')
    // An unstable release may be broken for a while: one that cannot even make its own files is not kept.
    await run(program, [...args, '--no-defaults', ...(process.getuid?.() === 0 ? ['--user=root'] : []), '--initialize-insecure', `--datadir=${place('data')}`, '--secure-file-priv=NULL'], { timeoutMs: 120_000 })
    await rm(unpackedFolder(), { recursive: true, force: true })
    await rename(place('root'), unpackedFolder())
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
