import { existsSync, lstatSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, scopeOptions, vaultFolder } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

interface Finding {
  readonly level: 'ok' | 'warning' | 'problem'
  readonly subject: string
  readonly text: string
}

type Status = WireOutput<'workbench:GetStatus'>

const OTHERS_MASK = 0o077
const LOW_SPACE_BYTES = 100 * 1024 * 1024

/** `coffer doctor`: what could keep Coffer from working; exit code 1 when something does. */
export async function runDoctor(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: scopeOptions })
  const folder = vaultFolder(values, terminal)
  const { address, scope } = commandScope(values, terminal)
  const findings: Finding[] = [...folderFindings(folder)]
  const status = await callCore(address, 'workbench:GetStatus', {}, scope).catch((error: unknown) => ServiceError.from(error))
  if (status instanceof ServiceError) {
    findings.push({ level: status.code === 'CofferNotRunning' ? 'warning' : 'problem', subject: 'Coffer', text: status.message })
  } else {
    findings.push(...statusFindings(status))
    if (status.State === 'unsealed') {
      const { Intact, EventCount, Problem } = await callCore(address, 'workbench:VerifyActivity', {}, scope)
      findings.push({ level: Intact ? 'ok' : 'problem', subject: 'Activity record', text: Intact ? `${EventCount} records, none missing or changed.` : (Problem ?? 'It was changed.') })
    }
  }
  if (values.json === true) terminal.out(JSON.stringify({ Findings: findings }, null, 2))
  else for (const { level, subject, text } of findings) terminal.out(`${level.padEnd(8)} ${subject}: ${text}`)
  return findings.some((finding) => finding.level === 'problem') ? 1 : 0
}

function folderFindings(folder: string): readonly Finding[] {
  if (!existsSync(folder)) return [{ level: 'warning', subject: 'Vault folder', text: `${folder} does not exist yet. Coffer makes it with the first vault.` }]
  const facts = lstatSync(folder)
  const space = statfsSync(folder)
  const freeBytes = space.bavail * space.bsize
  const isPrivate = process.getuid === undefined || (facts.mode & OTHERS_MASK) === 0
  const hasVault = existsSync(join(folder, 'regions'))
  return [
    isPrivate
      ? { level: 'ok', subject: 'Vault folder', text: `${folder} can be entered by you alone.` }
      : { level: 'problem', subject: 'Vault folder', text: `${folder} can be entered by other users. Run: chmod 700 "${folder}"` },
    hasVault ? { level: 'ok', subject: 'Vault', text: 'There is a vault.' } : { level: 'warning', subject: 'Vault', text: 'There is no vault yet.' },
    freeBytes > LOW_SPACE_BYTES
      ? { level: 'ok', subject: 'Disk', text: `${Math.round(freeBytes / 1024 / 1024)} MiB free.` }
      : { level: 'problem', subject: 'Disk', text: `Only ${Math.round(freeBytes / 1024 / 1024)} MiB free. Make room, or writes will be refused.` },
  ]
}

function statusFindings(status: Status): readonly Finding[] {
  const { Keychain, Endpoint } = status
  return [
    { level: 'ok', subject: 'Coffer', text: `Version ${status.Version} is running; the vault is ${status.State}.` },
    Keychain.State === 'available'
      ? { level: 'ok', subject: 'Keychain', text: `${Keychain.Backend} answers.` }
      : { level: 'warning', subject: 'Keychain', text: `${Keychain.Backend} does not answer: ${Keychain.Reason ?? 'no reason given'}. A passphrase or the recovery code opens the vault.` },
    Endpoint.State === 'failed'
      ? { level: 'problem', subject: 'Endpoint', text: Endpoint.Reason ?? 'It could not be started.' }
      : { level: 'ok', subject: 'Endpoint', text: Endpoint.State === 'on' ? `On at ${Endpoint.Url ?? ''}.` : 'Off.' },
    ...status.Warnings.map((warning): Finding => ({ level: 'warning', subject: warning.Code, text: warning.Message })),
  ]
}
