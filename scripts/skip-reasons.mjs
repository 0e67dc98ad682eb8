// A skipped test says `needs <something>`; where this machine has it, the skip hides a test that could have run.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mysqlServer } from './setup/mysql-server.mjs'

const works = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** What a test may need -> whether this machine has it. */
const NEEDS = {
  linux: () => process.platform === 'linux',
  macos: () => process.platform === 'darwin',
  windows: () => process.platform === 'win32',
  root: () => process.getuid?.() === 0,
  'an ordinary user': () => process.getuid?.() !== 0,
  'file modes': () => process.platform !== 'win32',
  'mounting a disk': () => process.platform === 'linux' && works('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']),
  'a disk in a file': () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/dev/loop-control') && works('mkfs.ext4', ['-V']),
  'FUSE as root': () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/dev/fuse') && works('python3', ['-c', 'pass']),
  moto: () => works('python3', ['-c', 'import moto.server']),
  boto3: () => works('python3', ['-c', 'import boto3']),
  'the AWS CLI': () => works('aws', ['--version']),
  python3: () => works('python3', ['-c', 'pass']),
  bubblewrap: () => works('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', '--proc', '/proc', 'true']),
  // Root, since the test allows core files first.
  'prlimit as root': () => process.platform === 'linux' && process.getuid?.() === 0 && works('prlimit', ['--version']),
  strace: () => works('strace', ['-V']),
  'boto3 and PyGreSQL for the system’s Python': () => works('/usr/bin/python3', ['-I', '-c', 'import boto3, pg, pgdb']),
  'boto3 and PyMySQL for the system’s Python': () => works('/usr/bin/python3', ['-I', '-c', 'import boto3, pymysql']),
  'a PostgreSQL server': () => existsSync('/usr/lib/postgresql'),
  'a MariaDB server': () => (works('mariadbd', ['--version']) || works('/usr/sbin/mariadbd', ['--version'])) && works('my_print_defaults', ['--version']),
  'a MySQL server': () => mysqlServer() !== null,
  'a Redis server': () => works('redis-check-rdb', ['--version']) || works('redis-server', ['--version']),
  'tsql of FreeTDS': () => works('tsql', ['-C']),
  'a Secret Service': () => process.platform === 'linux' && works('gnome-keyring-daemon', ['--version']),
}

/** Words for every skip that has no reason, an unknown one, or one that does not hold here. */
export async function skipProblems(skipped) {
  return skipped.flatMap(({ name, reason }) => {
    const need = /^needs (.+)$/.exec(reason ?? '')?.[1]
    if (need === undefined) return [`${name} is skipped without a reason of the form "needs …"`]
    const probe = NEEDS[need]
    if (probe === undefined) return [`${name} needs "${need}", which scripts/skip-reasons.mjs does not know`]
    return probe() ? [`${name} is skipped for "${need}", which this machine has`] : []
  })
}
