import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { HOME, SECRET, allow, ann, requestOf } from './policy-fixture.ts'
import type { StatementJson } from './policy-fixture.ts'

const decide = (statement: StatementJson, call: { action?: string; on?: string }): boolean =>
  evaluate(requestOf({ who: ann, identity: [statement], ...call })).allowed

describe('Action and NotAction', () => {
  test.each<[elements: StatementJson, action: string, allowed: boolean]>([
    [{ Action: 'secretsmanager:GetSecretValue' }, 'secretsmanager:GetSecretValue', true],
    [{ Action: 'secretsmanager:GetSecretValue' }, 'secretsmanager:PutSecretValue', false],
    [{ Action: 'SecretsManager:getsecretvalue' }, 'secretsmanager:GetSecretValue', true],
    [{ Action: 'secretsmanager:Get*' }, 'secretsmanager:GetResourcePolicy', true],
    [{ Action: 'secretsmanager:get*' }, 'secretsmanager:GetResourcePolicy', true],
    [{ Action: 'secretsmanager:*Secret' }, 'secretsmanager:DeleteSecret', true],
    [{ Action: 'secretsmanager:*Secret' }, 'secretsmanager:GetSecretValue', false],
    [{ Action: 'secretsmanager:???SecretValue' }, 'secretsmanager:PutSecretValue', true],
    [{ Action: 'secretsmanager:???SecretValue' }, 'secretsmanager:BatchGetSecretValue', false],
    [{ Action: 'secretsmanager:*' }, 'secretsmanager:CreateSecret', true],
    [{ Action: 'secretsmanager:*' }, 'kms:Decrypt', false],
    [{ Action: '*' }, 'kms:Decrypt', true],
    [{ Action: '*:*' }, 'kms:Decrypt', true],
    [{ Action: ['kms:Encrypt', 'kms:Decrypt'] }, 'kms:Decrypt', true],
    [{ Action: ['kms:Encrypt', 'kms:Generate*'] }, 'kms:Decrypt', false],
    [{ NotAction: 'secretsmanager:DeleteSecret' }, 'secretsmanager:GetSecretValue', true],
    [{ NotAction: 'secretsmanager:DeleteSecret' }, 'secretsmanager:DeleteSecret', false],
    [{ NotAction: 'secretsmanager:DeleteSecret' }, 'secretsmanager:deletesecret', false],
    [{ NotAction: ['secretsmanager:Delete*', 'kms:*'] }, 'kms:Decrypt', false],
    [{ NotAction: ['secretsmanager:Delete*', 'kms:*'] }, 'secretsmanager:GetSecretValue', true],
  ])('%j with %s: %s', (elements, action, allowed) => {
    expect(decide(allow(elements), { action })).toBe(allowed)
  })
})

describe('Resource and NotResource', () => {
  const secret = (name: string): string => `arn:aws:secretsmanager:eu-central-1:${HOME}:secret:${name}`
  test.each<[elements: StatementJson, resource: string, allowed: boolean]>([
    [{ Resource: '*' }, SECRET, true],
    [{ Resource: SECRET }, SECRET, true],
    [{ Resource: SECRET.toLowerCase() }, SECRET, false],
    [{ Resource: secret('prod/db') }, SECRET, false],
    [{ Resource: secret('prod/db-??????') }, SECRET, true],
    [{ Resource: secret('prod/db-*') }, SECRET, true],
    [{ Resource: secret('prod/*') }, SECRET, true],
    [{ Resource: secret('dev/*') }, SECRET, false],
    [{ Resource: `arn:aws:secretsmanager:*:${HOME}:secret:*` }, SECRET, true],
    [{ Resource: 'arn:aws:secretsmanager:*' }, SECRET, true],
    [{ Resource: 'arn:aws:*:db-AbCdEf' }, SECRET, false],
    [{ Resource: 'arn:aws:*/db-AbCdEf' }, SECRET, true],
    [{ Resource: [secret('dev/*'), secret('prod/*')] }, SECRET, true],
    [{ Resource: 'arn:aws:secretsmanager:*' }, '*', false],
    [{ Resource: '*' }, '*', true],
    // CreateSecret: the suffix is not drawn yet.
    [{ Resource: secret('new-??????') }, `${secret('new')}-??????`, true],
    [{ Resource: secret('new*') }, `${secret('new')}-??????`, true],
    [{ Resource: secret('new-AbCdEf') }, `${secret('new')}-??????`, false],
    [{ NotResource: secret('prod/*') }, SECRET, false],
    [{ NotResource: secret('dev/*') }, SECRET, true],
    [{ NotResource: [secret('dev/*'), SECRET] }, SECRET, false],
    [{ NotResource: secret('${aws:PrincipalTag/absent}/*') }, SECRET, true],
  ])('%j with %s: %s', (elements, on, allowed) => {
    expect(decide(allow(elements), { on })).toBe(allowed)
  })
})
