import { createHash } from 'node:crypto'
import type { Output } from '../../../shared/operations/catalog.ts'
import { keyAlgorithms } from './key-algorithms.ts'
import type { KeyRecord } from './key-record.ts'

type KeyMetadata = Output<'kms:DescribeKey'>['KeyMetadata']

/** A key as CreateKey and DescribeKey show it. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function keyMetadata(key: KeyRecord): KeyMetadata {
  const current = key.backingKeys.at(-1)
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAtMs,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: key.state,
    DeletionDate: key.deletionAtMs,
    Origin: key.origin ?? 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...keyAlgorithms(key.keySpec, key.keyUsage),
    MultiRegion: false,
    CurrentKeyMaterialId: current === undefined ? undefined : keyMaterialId(current.id),
  }
}

/** The public id of one generation of key material: 64 hex digits, as KMS shows it. */
export function keyMaterialId(backingKeyId: string): string {
  return createHash('sha256').update('coffer key material id\0').update(backingKeyId).digest('hex')
}
