import type { InputOf, Operation, OutputOf, WireInputOf, WireOutputOf } from './define.ts'
import { kmsCryptographyOperations } from './kms-cryptography.ts'
import { kmsGrantOperations } from './kms-grants.ts'
import { kmsKeyOperations } from './kms-keys.ts'
import { kmsOperations } from './kms.ts'
import { secretsManagerPolicyOperations } from './secretsmanager-policies.ts'
import { secretsManagerReplicationOperations } from './secretsmanager-replication.ts'
import { secretsManagerOperations } from './secretsmanager.ts'
import { stsOperations } from './sts.ts'
import { accessOperations } from './workbench-access.ts'
import { explainOperations } from './workbench-explain.ts'
import { functionOperations } from './workbench-functions.ts'
import { identityOperations } from './workbench-identities.ts'
import { regionOperations } from './workbench-regions.ts'
import { keyListOperations } from './workbench-keys.ts'
import { rotationOperations } from './workbench-rotation.ts'
import { replicationOperations } from './workbench-replication.ts'
import { workbenchSecretOperations } from './workbench-secrets.ts'
import { vaultOperations } from './workbench-vault.ts'

/** Every operation of Coffer by its key, `service:Name`. The registry of handlers must be total over it. */
export const catalog = {
  ...secretsManagerOperations,
  ...secretsManagerPolicyOperations,
  ...secretsManagerReplicationOperations,
  ...kmsOperations,
  ...kmsKeyOperations,
  ...kmsCryptographyOperations,
  ...kmsGrantOperations,
  ...stsOperations,
  ...vaultOperations,
  ...workbenchSecretOperations,
  ...accessOperations,
  ...identityOperations,
  ...explainOperations,
  ...regionOperations,
  ...replicationOperations,
  ...functionOperations,
  ...keyListOperations,
  ...rotationOperations,
} as const

export type Catalog = typeof catalog
export type OperationName = keyof Catalog
export type WireInput<N extends OperationName> = WireInputOf<Catalog[N]>
export type WireOutput<N extends OperationName> = WireOutputOf<Catalog[N]>
export type Input<N extends OperationName> = InputOf<Catalog[N]>
export type Output<N extends OperationName> = OutputOf<Catalog[N]>

/** The declaration of an operation, or null when there is none of that name. */
export function findOperation(name: string): Operation | null {
  return Object.hasOwn(catalog, name) ? catalog[name as OperationName] : null
}
