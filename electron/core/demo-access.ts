import { DEMO_ACCOUNT, DEMO_OTHER_ACCOUNT } from './demo-data.ts'

interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: unknown
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: unknown
}

function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const READ = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] as const
const inAccount = (rest: string): string => `arn:aws:iam::${DEMO_ACCOUNT.id}:${rest}`
const secrets = (path: string): string => `arn:aws:secretsmanager:*:${DEMO_ACCOUNT.id}:secret:${path}`

/** What the demo's teams may do. */
export const DEMO_GROUPS = [
  {
    name: 'payments-team',
    users: ['payments-api'],
    policyName: 'read-payments',
    policy: policy(
      { Sid: 'ReadPayments', Effect: 'Allow', Action: READ, Resource: secrets('prod/payments/*') },
      { Sid: 'ThroughSecretsManager', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } } },
    ),
  },
  { name: 'web-team', users: ['web-frontend'], policyName: 'read-web', policy: policy({ Sid: 'ReadWeb', Effect: 'Allow', Action: READ, Resource: secrets('*/web/*') }) },
] as const

export const DEMO_ROLES = [
  {
    name: 'deploy',
    description: 'What a release pipeline may read',
    trust: policy({ Effect: 'Allow', Principal: { AWS: inAccount('user/ci-deploy') }, Action: 'sts:AssumeRole' }),
    policyName: 'read-shared',
    policy: policy({ Sid: 'ReadShared', Effect: 'Allow', Action: READ, Resource: secrets('shared/*') }),
  },
] as const

/** Policies of secrets: one that only its own team reads, and one shared with another account. */
export const DEMO_RESOURCE_POLICIES: readonly (readonly [secret: string, policy: string])[] = [
  [
    'prod/payments/stripe-api',
    policy({
      Sid: 'OnlyPaymentsReadsValues',
      Effect: 'Deny',
      Principal: '*',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [inAccount('user/payments-api'), inAccount('root')] } },
    }),
  ],
  ['shared/sentry', policy({ Sid: 'StagingReads', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${DEMO_OTHER_ACCOUNT.id}:root` }, Action: READ, Resource: '*' })],
]
