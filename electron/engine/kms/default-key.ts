import { aliasArn, keyArn, partitionOf } from '../../../shared/arn.ts'
import type { CallContext } from '../context.ts'
import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import { DEFAULT_KEY_ALIAS, type KeyRecord } from './key-record.ts'

/** True for the alias, by name or ARN, of the caller's own managed key. */
export function isDefaultAlias({ region, accountId }: CallContext, given: string): boolean {
  return given === DEFAULT_KEY_ALIAS || given === aliasArn(region.region, accountId, DEFAULT_KEY_ALIAS)
}

/** The account's `aws/secretsmanager` key, or null before its first use. */
export function defaultKey(region: RegionData, accountId: string): KeyRecord | null {
  const alias = region.keys.aliases.get(aliasArn(region.region, accountId, DEFAULT_KEY_ALIAS))
  return alias === null ? null : region.keys.keys.get(alias.targetKeyId)
}

/** The account's `aws/secretsmanager` key, made when it is first needed, as AWS does. Only inside a write transaction. */
export function ensureDefaultKey(region: RegionData, accountId: string, host: Host, nowMs: number): KeyRecord {
  const existing = defaultKey(region, accountId)
  if (existing !== null) return existing
  const id = host.random.uuid()
  const arn = keyArn(region.region, accountId, id)
  const key: KeyRecord = {
    id,
    accountId,
    arn,
    description: 'Default key that protects my Secrets Manager data when no other key is defined',
    createdAtMs: nowMs,
    manager: 'AWS',
    state: 'Enabled',
    keyUsage: 'ENCRYPT_DECRYPT',
    keySpec: 'SYMMETRIC_DEFAULT',
    policy: defaultKeyPolicy(region.region, accountId),
    tags: [],
    backingKeys: [region.keyRing.createBackingKey(arn, host.random, nowMs)],
  }
  region.keys.keys.put(key)
  region.keys.aliases.put({
    id: aliasArn(region.region, accountId, DEFAULT_KEY_ALIAS),
    accountId,
    name: DEFAULT_KEY_ALIAS,
    targetKeyId: id,
    createdAtMs: nowMs,
    lastUpdatedAtMs: nowMs,
  })
  return key
}

/**
 * The fixed policy of the managed key: everybody of the account may use it, but only through Secrets Manager.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function defaultKeyPolicy(region: string, accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'auto-secretsmanager-1',
    Statement: [
      {
        Sid: 'Allow access through AWS Secrets Manager',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partitionOf(region)}:iam::${accountId}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  })
}
