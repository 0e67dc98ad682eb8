import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { catalog } from '../../../shared/operations/catalog.ts'
import { allow, deny, policy } from '../../support/iam.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

const vault = sharedVault()
const principal = (userName: string, accountId = ACCOUNT): Principal => ({ type: 'user', accountId, userName, userId: 'AIDA', arn: `arn:aws:iam::${accountId}:user/${userName}` })
const TOKEN = '11111111-2222-3333-4444-555555555555'

/** Runs a call, whatever comes of it, and gives what its record says of the decision. */
async function decisionOf(operation: string, input: object, as: Principal): Promise<string> {
  await vault.callRaw(operation, input, as).catch(() => undefined)
  const { Events } = await vault.call('workbench:ListActivity', { MaxResults: 50 })
  const event = Events.find((candidate) => candidate.Operation === operation)
  return `${event?.Outcome}: ${event?.Decision}`
}

/** Input for each Secrets Manager operation whose members the vault's root would be allowed. */
const INPUTS: Readonly<Record<string, object>> = {
  BatchGetSecretValue: { SecretIdList: ['record/a'] },
  CreateSecret: { Name: 'record/new', SecretString: 'v', ClientRequestToken: TOKEN },
  GetRandomPassword: {},
  ListSecrets: {},
  PutResourcePolicy: { ResourcePolicy: policy({ ...allow('*'), Principal: { AWS: ACCOUNT } }) },
  PutSecretValue: { SecretString: 'w', ClientRequestToken: TOKEN },
  UpdateSecret: { Description: 'd', ClientRequestToken: TOKEN },
  ValidateResourcePolicy: { ResourcePolicy: policy({ ...allow('*'), Principal: { AWS: ACCOUNT } }) },
  RotateSecret: { ClientRequestToken: TOKEN },
  ReplicateSecretToRegions: { AddReplicaRegions: [{ Region: 'eu-west-1' }] },
  RemoveRegionsFromReplication: { RemoveReplicaRegions: ['eu-west-1'] },
  UpdateSecretVersionStage: { VersionStage: 'MINE' },
  TagResource: { Tags: [{ Key: 'k', Value: 'v' }] },
  UntagResource: { TagKeys: ['k'] },
}

describe('the record of a call', () => {
  test('names the statement that allowed or refused it, for every operation that was given some', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'record/a', SecretString: 'v' })
    await vault.call('workbench:CreateUser', { UserName: 'may', PolicyName: 'work', PolicyDocument: policy(allow('kms:*'), allow('secretsmanager:*', '*', { Sid: 'All' })) })
    await vault.call('workbench:CreateUser', { UserName: 'may-not', PolicyName: 'work', PolicyDocument: policy(allow('*'), deny('secretsmanager:*')) })
    const operations = Object.keys(catalog).filter((name) => name.startsWith('secretsmanager:'))
    const known = operations.filter((name) => name.slice(15) in INPUTS || 'SecretId' in catalog[name as keyof typeof catalog].input.members)
    expect(known).toEqual(operations)
    // The secret goes last, or nothing could be asked after it.
    for (const operation of operations.toSorted((left, right) => Number(left.includes('Delete')) - Number(right.includes('Delete')))) {
      const name = operation.slice('secretsmanager:'.length)
      const input = name in INPUTS && !('SecretId' in catalog[operation as keyof typeof catalog].input.members) ? INPUTS[name] : { SecretId: 'record/a', ...INPUTS[name] }
      if (input === undefined) throw new Error(`no input for ${operation}`)
      expect(await decisionOf(operation, input, principal('may-not'))).toContain(`refused: ${operation}: explicit-deny-identity-policy (identity policy work, statement 2)`)
      expect(await decisionOf(operation, input, principal('may'))).toContain(`${operation}: allowed-by-identity-policy (identity policy work, statement All)`)
      expect(await decisionOf(operation, input, principal('nobody'))).toContain(`refused: ${operation}: no-identity-policy-allows`)
    }
  })

  test('names both the secret’s statement and the key’s', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'record/two', SecretString: 'v' })
    await vault.call('workbench:CreateUser', { UserName: 'reader', PolicyName: 'read', PolicyDocument: policy(allow('secretsmanager:GetSecretValue')) })
    expect(await decisionOf('secretsmanager:GetSecretValue', { SecretId: 'record/two' }, principal('reader'))).toBe(
      'allowed: secretsmanager:GetSecretValue: allowed-by-identity-policy (identity policy read, statement 1); ' +
        'kms:Decrypt: allowed-by-resource-policy (key policy, statement Allow access through AWS Secrets Manager)',
    )
  })

  test('names the group whose policy it was, and the limit that said no', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'record/limits', SecretString: 'v' })
    await vault.call('workbench:CreateUser', { UserName: 'member', PolicyName: 'none', PolicyDocument: policy(allow('kms:ListKeys')) })
    await vault.call('workbench:CreateGroup', { GroupName: 'team' })
    await vault.call('workbench:AddUserToGroup', { GroupName: 'team', UserName: 'member' })
    await vault.call('workbench:PutGroupPolicy', { GroupName: 'team', PolicyName: 'read', PolicyDocument: policy(allow('secretsmanager:*')) })
    const describe = () => decisionOf('secretsmanager:DescribeSecret', { SecretId: 'record/limits' }, principal('member'))
    expect(await describe()).toBe('allowed: secretsmanager:DescribeSecret: allowed-by-identity-policy (identity policy read of group/team, statement 1)')
    await vault.call('workbench:PutUserPermissionsBoundary', { UserName: 'member', PolicyDocument: policy(allow('kms:*')) })
    expect(await describe()).toBe('refused: secretsmanager:DescribeSecret: no-permissions-boundary-allows')
    await vault.call('workbench:PutUserPermissionsBoundary', { UserName: 'member', PolicyDocument: policy(deny('*', '*', { Sid: 'Off' })) })
    expect(await describe()).toBe('refused: secretsmanager:DescribeSecret: explicit-deny-permissions-boundary (permissions boundary, statement Off)')
  })

  test('names the statements of both accounts', async () => {
    const other: Principal = { type: 'root', accountId: '999999999999' }
    const Policy = policy({ ...allow('kms:*'), Sid: 'Own', Principal: { AWS: ACCOUNT } }, { ...allow('kms:DescribeKey'), Sid: 'Guests', Principal: { AWS: '999999999999' } })
    const { KeyMetadata } = await vault.call('kms:CreateKey', { Policy })
    await vault.call('workbench:CreateUser', { UserName: 'guest', PolicyName: 'look', PolicyDocument: policy(allow('kms:Describe*')) }, other)
    expect(await decisionOf('kms:DescribeKey', { KeyId: KeyMetadata.Arn }, principal('guest', '999999999999'))).toBe(
      'allowed: kms:DescribeKey: allowed-by-both-accounts (key policy, statement Guests and identity policy look, statement 1)',
    )
  })

  test('says of the root only that it is the root', async () => {
    expect(await decisionOf('secretsmanager:ListSecrets', {}, { type: 'root', accountId: ACCOUNT })).toBe('allowed: secretsmanager:ListSecrets: allowed-by-root')
  })
})
