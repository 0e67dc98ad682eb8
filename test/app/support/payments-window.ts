import type { LaunchedApp } from './launch.ts'
import { openWindow } from './open-window.ts'
import { callVault } from './vault.ts'

/** The app with `prod/payments/db`, which the customer managed key `alias/payments` protects, and `prod/web/session`, which the default key does. */
export async function openPaymentsWindow(): Promise<LaunchedApp> {
  const coffer = await openWindow([{ Name: 'prod/web/session' }])
  const { KeyMetadata } = (await callVault(coffer.page, 'kms:CreateKey', {})) as { KeyMetadata: { KeyId: string } }
  await callVault(coffer.page, 'kms:CreateAlias', { AliasName: 'alias/payments', TargetKeyId: KeyMetadata.KeyId })
  await callVault(coffer.page, 'secretsmanager:CreateSecret', { Name: 'prod/payments/db', SecretString: '{"password":"not-a-real-one"}', KmsKeyId: 'alias/payments' })
  return coffer
}
