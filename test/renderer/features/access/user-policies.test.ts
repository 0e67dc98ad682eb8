import { describe, expect, test } from 'vitest'
import { policyDocumentProblem, policyFor, prefixProblem, userNameProblem } from '../../../../renderer/features/access/user-policies.ts'
import { readablePolicy } from '../../../../renderer/store/policies.ts'

const choice = { accountId: '123456789012', prefix: 'prod/payments/', custom: '{"Statement":[]}' }

describe('policies for a new user', () => {
  test('"everything" sends no document, since that is what the vault grants without one', () => {
    expect(policyFor({ ...choice, template: 'everything' })).toBeNull()
  })

  test('"read only under a prefix" names the prefix in this account and never allows listing all names', () => {
    const policy = policyFor({ ...choice, template: 'read-only-prefix' })
    expect(JSON.parse(policy?.PolicyDocument ?? '')).toStrictEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadSecrets',
          Effect: 'Allow',
          Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds'],
          Resource: 'arn:aws:secretsmanager:*:123456789012:secret:prod/payments/*',
        },
        { Sid: 'DecryptValues', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      ],
    })
  })

  test('a document is shown with its lines broken, and one that is no JSON as it is', () => {
    expect([readablePolicy('{"Statement":[]}'), readablePolicy('{ not json')]).toStrictEqual(['{\n  "Statement": []\n}', '{ not json'])
  })

  test('names, prefixes and documents are judged before anything is sent', () => {
    expect([
      userNameProblem('ci+deploy@acme'),
      userNameProblem(''),
      userNameProblem('a b'),
      userNameProblem('x'.repeat(65)),
      prefixProblem('prod/'),
      prefixProblem('prod/*'),
      prefixProblem(''),
      policyDocumentProblem('{"Statement":[]}'),
      policyDocumentProblem('[]'),
    ]).toStrictEqual([
      null,
      'A user needs a name.',
      'Letters, digits and + = , . @ - _ only.',
      'At most 64 characters.',
      null,
      'Letters, digits and / _ + = . @ - only.',
      'Say how the names start, such as prod/payments/.',
      null,
      'A policy needs a Statement.',
    ])
    expect(policyDocumentProblem('{')).toMatch(/^Not valid JSON: /)
  })
})
