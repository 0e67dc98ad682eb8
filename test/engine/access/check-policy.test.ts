import { describe, expect, test } from 'vitest'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { allow, deny, policy, trust } from '../../support/iam.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

type Kind = WireInput<'workbench:CheckPolicy'>['Kind']

const vault = sharedVault()
const check = (Kind: Kind, PolicyDocument: string) => vault.call('workbench:CheckPolicy', { Kind, PolicyDocument })

describe('a policy text', () => {
  test('that is right is told in words, statement by statement', async () => {
    const text = policy(allow(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], '*', { Sid: 'Read' }), deny('secretsmanager:DeleteSecret'))
    expect(await check('identity', text)).toEqual({
      Problems: [],
      Warnings: [],
      Statements: [
        { Sid: 'Read', Effect: 'Allow', Who: 'whoever has it', Words: 'whoever has it may read and see the details', Broad: false },
        { Effect: 'Deny', Who: 'whoever has it', Words: 'whoever has it may not delete', Broad: false },
      ],
    })
  })

  test('that is wrong is told with the place of each fault, in the order of the text', async () => {
    const text = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Permit", "Action": "GetSecretValue", "Resource": "*" }]\n}'
    expect(await check('identity', text)).toEqual({
      Problems: [
        { Path: 'Statement[0].Effect', Message: 'Effect must be exactly "Allow" or "Deny"', StartOffset: 57, EndOffset: 65, Line: 3, Column: 29 },
        {
          Path: 'Statement[0].Action',
          Message: 'An action is written service:Name, such as secretsmanager:GetSecretValue',
          StartOffset: 77,
          EndOffset: 93,
          Line: 3,
          Column: 49,
        },
      ],
      Warnings: [],
      Statements: [],
    })
    expect([text.slice(57, 65), text.split('\n')[2]?.slice(48, 64)]).toEqual(['"Permit"', '"GetSecretValue"'])
    expect((await check('identity', '{')).Problems.map(({ Line, Column }) => [Line, Column])).toEqual([[1, 2]])
  })

  test.each<[kind: Kind, text: string, messages: readonly string[]]>([
    ['identity', policy({ ...allow('kms:*'), Principal: '*' }), ['Principal is not allowed in an identity policy']],
    ['resource', policy(allow('kms:*')), ['Principal is missing']],
    ['trust', policy(trust('*', { Resource: '*' })), ['Resource is not allowed in a trust policy']],
    ['trust', policy(trust('*', { Action: 'kms:Decrypt' })), ['A trust policy may hold only sts: actions']],
    ['key', policy({ ...allow('kms:*'), Principal: { AWS: 'arn:aws:iam::123456789012:role/*' } }), ['Wildcards are not allowed in a principal, only "*" alone']],
  ])('is held to the grammar of its kind: %s %s', async (kind, text, messages) => {
    expect((await check(kind, text)).Problems.map((problem) => problem.Message)).toEqual(messages)
  })

  test('of a session is short, of an identity as long as a role’s may be, white space left out', async () => {
    const long = policy(allow('kms:*', `arn:aws:kms:*:*:key/${'x'.repeat(2048)}`))
    expect((await check('session', long)).Problems.map((problem) => problem.Message)).toEqual([`The policy is ${long.length} characters long; at most 2048 are allowed`])
    expect((await check('identity', `${' '.repeat(9000)}${long}`)).Problems).toEqual([])
  })

  test('is warned about where it lets anybody in, or names who is not there', async () => {
    const ghost = `arn:aws:iam::${ACCOUNT}:user/ghost`
    const text = policy({ ...allow('secretsmanager:GetSecretValue'), Principal: '*', Sid: 'Open' }, { ...allow('secretsmanager:*'), Principal: { AWS: ghost } })
    const checked = await check('resource', text)
    expect(checked.Statements.map(({ Who, Broad }) => [Who, Broad])).toEqual([
      ['everyone', true],
      ['user/ghost', false],
    ])
    expect(checked.Warnings).toEqual(['Statement Open lets anybody in.', `${ghost} is not there; a policy that names it is refused.`])
  })
})
