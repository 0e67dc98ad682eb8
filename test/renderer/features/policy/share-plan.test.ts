import { expect, test } from 'vitest'
import { planShare } from '../../../../renderer/features/policy/share-plan.ts'

const MARY = 'arn:aws:iam::123456789012:user/mary'
const API = 'arn:aws:iam::123456789012:role/api'
const KEY_POLICY = JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [{ Sid: 'Enable IAM User Permissions' }] })
const statements = (text: string | null | undefined) => (JSON.parse(text ?? 'null') as { Statement: Record<string, unknown>[] } | null)?.Statement

test('sharing adds a statement to the secret’s policy and one to the key’s, and keeps all that is there', () => {
  const stored = { secretPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Share' }] }), keyPolicy: KEY_POLICY }
  const plan = planShare({ principals: [MARY, API], level: 'read', region: 'eu-central-1' }, stored)
  expect(statements(plan?.secretPolicy)).toMatchObject([{ Sid: 'Share' }, { Sid: 'Share2', Effect: 'Allow', Principal: { AWS: [MARY, API] }, Resource: '*' }])
  expect(JSON.parse(plan?.keyPolicy ?? '')).toMatchObject({ Id: 'key-default-1' })
  expect(statements(plan?.keyPolicy)).toMatchObject([
    { Sid: 'Enable IAM User Permissions' },
    { Principal: { AWS: [MARY, API] }, Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } } },
  ])
})

test('details need no key, and a first policy is begun', () => {
  const plan = planShare({ principals: [MARY], level: 'details', region: 'eu-central-1' }, { secretPolicy: null, keyPolicy: KEY_POLICY })
  expect(plan?.keyPolicy).toBeNull()
  expect(statements(plan?.secretPolicy)).toEqual([
    { Sid: 'Share', Effect: 'Allow', Principal: { AWS: MARY }, Action: ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds'], Resource: '*' },
  ])
})

test('a policy that cannot be added to is left alone', () => {
  expect(planShare({ principals: [MARY], level: 'read', region: 'eu-central-1' }, { secretPolicy: 'broken', keyPolicy: null })).toBeNull()
})
