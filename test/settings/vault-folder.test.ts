import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { holdsVault } from '../../electron/shell/holds-vault.ts'
import { openSettings } from '../../electron/settings/settings-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'coffer-vault-folder-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the chosen vault folder is remembered beside the preferences, and forgotten by null', () => {
  openSettings(folder).keepVaultFolder('/mnt/stick/vault')
  const again = openSettings(folder)
  expect(again.vaultFolder()).toBe('/mnt/stick/vault')
  again.change({ theme: 'dark' })
  expect(openSettings(folder).vaultFolder()).toBe('/mnt/stick/vault')
  again.keepVaultFolder(null)
  expect(openSettings(folder).vaultFolder()).toBeNull()
})

test('a damaged settings file names no folder', () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'preferences.json'), '{"vaultFolder":42}')
  expect(openSettings(folder).vaultFolder()).toBeNull()
})

test('a folder is a vault also when the files of its regions all lie elsewhere and it has the notes of their places', () => {
  const vault = path.join(folder, 'moved')
  expect(holdsVault(vault)).toBe(false)
  mkdirSync(path.join(vault, 'regions'), { recursive: true })
  expect(holdsVault(vault)).toBe(false)
  writeFileSync(path.join(vault, 'regions', 'us-east-1.place'), '{}')
  expect(holdsVault(vault)).toBe(true)
})
