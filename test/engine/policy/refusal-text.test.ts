import { describe, expect, test } from 'vitest'
import type { DenyReason } from '../../../electron/engine/policy/decision.ts'
import { ciphertextRefusalText, refusalText } from '../../../electron/engine/policy/refusal-text.ts'

const SESSION = 'arn:aws:sts::123456789012:assumed-role/api/web1'
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf'

describe('refusals are in the words of AWS', () => {
  test.each<[reason: DenyReason, ending: string]>([
    ['no-identity-policy-allows', 'because no identity-based policy allows the secretsmanager:GetSecretValue action'],
    ['no-resource-policy-allows', 'because no resource-based policy allows the secretsmanager:GetSecretValue action'],
    ['no-permissions-boundary-allows', 'because no permissions boundary allows the secretsmanager:GetSecretValue action'],
    ['no-session-policy-allows', 'because no session policy allows the secretsmanager:GetSecretValue action'],
    ['no-service-control-policy-allows', 'because no service control policy allows the secretsmanager:GetSecretValue action'],
    ['explicit-deny-identity-policy', 'with an explicit deny in an identity-based policy'],
    ['explicit-deny-resource-policy', 'with an explicit deny in a resource-based policy'],
    ['explicit-deny-permissions-boundary', 'with an explicit deny in a permissions boundary'],
    ['explicit-deny-session-policy', 'with an explicit deny in a session policy'],
    ['explicit-deny-service-control-policy', 'with an explicit deny in a service control policy'],
  ])('%s', (reason, ending) => {
    expect(refusalText({ principalArn: SESSION, action: 'secretsmanager:GetSecretValue', resource: SECRET, reason })).toBe(
      `User: ${SESSION} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SECRET} ${ending}`,
    )
  })

  test('a name that was not found is shown as typed', () => {
    expect(
      refusalText({ principalArn: SESSION, action: 'secretsmanager:GetSecretValue', resource: 'db', reason: 'no-identity-policy-allows' }),
    ).toBe(
      `User: ${SESSION} is not authorized to perform: secretsmanager:GetSecretValue on resource: db because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    )
  })

  test('actions without a resource name none', () => {
    expect(
      refusalText({ principalArn: SESSION, action: 'secretsmanager:ListSecrets', resource: null, reason: 'no-identity-policy-allows' }),
    ).toBe(
      `User: ${SESSION} is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action`,
    )
  })

  test('a key that only the ciphertext names', () => {
    expect(ciphertextRefusalText({ principalArn: SESSION, action: 'kms:Decrypt' })).toBe(
      `User: ${SESSION} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    )
  })
})
