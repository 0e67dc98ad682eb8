import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderRisk, riskOfFolder } from '../../../electron/engine/vault/folder-risk.ts'
import { startTestCore, TEST_PASSPHRASE } from '../../support/test-core.ts'

describe('a folder that a service synchronises', () => {
  test.each([
    ['/home/a/Dropbox/vault', 'Dropbox'],
    ['/home/a/Dropbox', 'Dropbox'],
    ['/home/a/Dropbox (Personal)/vault', 'Dropbox'],
    ['C:\\Users\\a\\OneDrive - Contoso\\vault', 'OneDrive'],
    ['C:\\Users\\a\\OneDrive\\vault', 'OneDrive'],
    ['/Users/a/Library/CloudStorage/OneDrive-Contoso/vault', 'OneDrive'],
    ['/Users/a/Library/CloudStorage/Dropbox/vault', 'Dropbox'],
    ['/Users/a/Library/Mobile Documents/com~apple~CloudDocs/vault', 'iCloud Drive'],
    ['C:\\Users\\a\\iCloudDrive\\vault', 'iCloud Drive'],
    ['/Users/a/Library/CloudStorage/GoogleDrive-a@example.com/My Drive/vault', 'Google Drive'],
    ['G:\\My Drive\\vault', 'Google Drive'],
    ['/home/a/Nextcloud/vault', 'Nextcloud'],
  ])('%s', (folder, service) => {
    expect(folderRisk(folder, null)).toMatchObject({ code: 'FolderSynced', message: expect.stringContaining(` ${service} synchronises`) })
  })
})

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB (CIFS)'],
  // As a signed number of 32 bits, which some systems give.
  [0xfe534d42 | 0, 'SMB 2'],
  [0x00c36400, 'Ceph'],
])('a disk of type %d is a network disk', (type, name) => {
  expect(folderRisk('/mnt/team/vault', type)).toMatchObject({ code: 'FolderOnNetwork', message: expect.stringContaining(`(${name})`) })
})

test.each(['/home/a/.local/share/coffer/vault', '/home/a/dropbox-exports/vault', '/home/a/OneDriveBackup/vault', '/srv/nextcloud-data/vault', '/'])('%s is as good as any', (folder) => {
  // ext4, btrfs, tmpfs, APFS.
  for (const type of [0xef53, 0x9123683e, 0x01021994, 0x1a, null]) expect(folderRisk(folder, type)).toBeNull()
})

test('a link into such a folder is seen through, and status says so before, during and after', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'coffer-risk-'))
  mkdirSync(join(parent, 'Dropbox', 'vault'), { recursive: true, mode: 0o700 })
  const synced = join(parent, 'Dropbox', 'vault')
  symlinkSync(synced, join(parent, 'link'))
  expect([riskOfFolder(join(parent, 'link'))?.code, riskOfFolder(parent), riskOfFolder(join(parent, 'absent'))]).toEqual(['FolderSynced', null, null])
  const core = await startTestCore({ folder: synced })
  const codes = async (): Promise<readonly string[]> => (await core.call('workbench:GetStatus', {})).Warnings.map(({ Code }) => Code)
  const before = await codes()
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const open = await codes()
  await core.call('workbench:Seal', {})
  expect([before, open, await codes()]).toEqual([['FolderSynced'], ['FolderSynced'], ['FolderSynced']])
  await core.close()
  rmSync(parent, { recursive: true })
})
