import { expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

const vault = sharedVault()

test.each<[Principal, { UserId: string; Account: string; Arn: string }]>([
  [{ type: 'root', accountId: ACCOUNT }, { UserId: ACCOUNT, Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` }],
  [
    { type: 'user', accountId: ACCOUNT, userName: 'ann', userId: 'AIDAANN', arn: `arn:aws:iam::${ACCOUNT}:user/ann` },
    { UserId: 'AIDAANN', Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ann` },
  ],
  [
    { type: 'assumed-role', accountId: ACCOUNT, roleName: 'api', roleArn: `arn:aws:iam::${ACCOUNT}:role/api`, roleId: 'AROAAPI', sessionName: 'web1', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/api/web1` },
    { UserId: 'AROAAPI:web1', Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/api/web1` },
  ],
])('needs no permission and says who %j is', async (principal, expected) => {
  expect(await vault.callRaw('sts:GetCallerIdentity', {}, principal)).toEqual(expected)
})
