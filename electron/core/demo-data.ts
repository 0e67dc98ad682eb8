const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface DemoSecret {
  readonly name: string
  readonly description: string
  readonly value: string | Readonly<Record<string, string | number>>
  /** How long ago each version was written, oldest first, in milliseconds. */
  readonly writtenAgoMs: readonly number[]
  /** Keys of the value that were different in each older version. */
  readonly changing: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly kmsAlias?: string
}

export const DEMO_ACCOUNT = { id: '447120938816', name: 'acme-prod', color: 'red' } as const
export const DEMO_OTHER_ACCOUNT = { id: '210987654321', name: 'acme-staging', color: 'none' } as const
export const DEMO_KEYS = [
  { alias: 'alias/payments', description: 'Payments team: ledger, card processing' },
  { alias: 'alias/team', description: 'Shared developer credentials' },
] as const
export const DEMO_USERS = ['payments-api', 'web-frontend', 'ci-deploy'] as const

function database(host: string, username: string, dbname: string): Readonly<Record<string, string | number>> {
  return { engine: 'postgres', host, port: 5432, username, password: 'DemoOnly-4vXq9Rk2', dbname }
}

/** A made-up company's secrets. None of the values opens anything. */
export const DEMO_SECRETS: readonly DemoSecret[] = [
  secret('prod/payments/db', 'Ledger database, read and write', database('payments.cluster.internal', 'payments_app', 'payments'), [92 * DAY, 62 * DAY, 31 * DAY, 2 * DAY], ['password'], { team: 'payments', env: 'prod' }, 'alias/payments'),
  secret('prod/payments/db-readonly', 'Ledger database, reports', database('payments-ro.cluster.internal', 'payments_report', 'payments'), [40 * DAY, 9 * DAY], ['password'], { team: 'payments', env: 'prod' }, 'alias/payments'),
  secret('prod/payments/stripe-api', 'Stripe live keys', { publishable_key: 'pk_demo_51Hx', secret_key: 'sk_demo_9f2c61', webhook_secret: 'whsec_demo_77' }, [120 * DAY, 12 * MINUTE], ['secret_key'], { team: 'payments', env: 'prod', pci: 'yes' }, 'alias/payments'),
  secret('prod/payments/ledger-signing-key', 'Signs ledger exports', '-----BEGIN DEMO KEY-----\nbm90IGEgcmVhbCBrZXk=\n-----END DEMO KEY-----\n', [200 * DAY, HOUR], [], { team: 'payments', env: 'prod' }, 'alias/payments'),
  secret('prod/payments/fraud-service', 'Fraud scoring, partner API', { client_id: 'acme-prod', client_secret: 'demo-4c1f', endpoint: 'https://fraud.example.com' }, [75 * DAY, 20 * DAY], ['client_secret'], { team: 'payments', env: 'prod' }),
  secret('prod/web/session-key', 'Signs session cookies', { current: 'demo-a81c', previous: 'demo-91be' }, [28 * DAY, 14 * DAY, 2 * MINUTE], ['current', 'previous'], { team: 'web', env: 'prod' }),
  secret('prod/web/oauth/google', 'Sign in with Google', { client_id: '4471-demo.apps.example.com', client_secret: 'demo-GOC-SPX' }, [310 * DAY, DAY], ['client_secret'], { team: 'web', env: 'prod' }),
  secret('prod/web/oauth/github', 'Sign in with GitHub', { client_id: 'Iv1.demo', client_secret: 'demo-6f0a' }, [310 * DAY], [], { team: 'web', env: 'prod' }),
  secret('prod/web/redis', 'Session store', { host: 'redis.internal', port: 6379, username: 'web', password: 'DemoOnly-Tq81' }, [45 * DAY, 5 * MINUTE], ['password'], { team: 'web', env: 'prod' }),
  secret('prod/web/cdn', 'Purges the CDN after a deploy', { api_token: 'demo-cdn-33', zone: 'acme.example' }, [18 * DAY], [], { team: 'web', env: 'prod' }),
  secret('prod/search/opensearch-admin', 'OpenSearch domain, admin', { username: 'admin', password: 'DemoOnly-aa72', host: 'search.internal', port: 9200 }, [60 * DAY, 2 * DAY], ['password'], { team: 'search', env: 'prod' }),
  secret('prod/search/indexer', 'OpenSearch domain, indexer', { username: 'indexer', password: 'DemoOnly-0f3k', host: 'search.internal', port: 9200 }, [33 * DAY], [], { team: 'search', env: 'prod' }),
  secret('prod/mail/smtp', 'Transactional mail', { host: 'smtp.example.com', port: 587, username: 'acme', password: 'DemoOnly-smtp' }, [150 * DAY], [], { team: 'platform', env: 'prod' }),
  secret('prod/datadog', 'Metrics and logs', { api_key: 'demo-dd-1', app_key: 'demo-dd-2' }, [80 * DAY, 40 * MINUTE], ['app_key'], { team: 'platform', env: 'prod' }),
  secret('prod/pagerduty', 'Pages whoever is on call', { routing_key: 'demo-pd' }, [90 * DAY], [], { team: 'platform', env: 'prod' }),
  secret('shared/npm-publish-token', 'Publishes the design system', 'npm_demo_0000', [30 * DAY, 6 * DAY], [], { team: 'platform' }, 'alias/team'),
  secret('shared/github-app', 'Bot that opens release pull requests', { app_id: 18422, installation_id: 55120, private_key: 'demo-not-a-key' }, [100 * DAY, 3 * HOUR], ['private_key'], { team: 'platform' }, 'alias/team'),
  secret('shared/sentry', 'Error reports, all projects', { dsn: 'https://demo@sentry.example.com/1', auth_token: 'demo-sntry' }, [64 * DAY], [], { team: 'platform' }, 'alias/team'),
  secret('shared/figma', 'Exports icons', { token: 'demo-figma' }, [22 * DAY], [], { team: 'design' }, 'alias/team'),
  secret('staging/payments/db', 'Ledger database, staging', database('payments.staging.internal', 'payments_app', 'payments'), [14 * DAY, 8 * MINUTE], ['password'], { team: 'payments', env: 'staging' }),
  secret('staging/payments/stripe-api', 'Stripe test keys', { publishable_key: 'pk_test_demo', secret_key: 'sk_test_demo' }, [70 * DAY], [], { team: 'payments', env: 'staging' }),
  secret('staging/web/session-key', 'Signs session cookies, staging', { current: 'demo-77aa' }, [10 * DAY, HOUR], ['current'], { team: 'web', env: 'staging' }),
  secret('staging/web/redis', 'Session store, staging', { host: 'redis.staging.internal', port: 6379, username: 'web', password: 'DemoOnly-stg' }, [21 * DAY, 2 * HOUR], ['password'], { team: 'web', env: 'staging' }),
  secret('staging/search/opensearch-admin', 'OpenSearch domain, staging', { username: 'admin', password: 'DemoOnly-stg2', host: 'search.staging.internal', port: 9200 }, [50 * DAY], [], { team: 'search', env: 'staging' }),
  secret('dev/local/postgres', 'Everybody’s laptop', database('localhost', 'dev', 'acme_dev'), [400 * DAY], [], { env: 'dev' }),
  secret('dev/local/mailhog', 'Catches outgoing mail', { host: 'localhost', port: 1025 }, [400 * DAY], [], { env: 'dev' }),
]

function secret(
  name: string,
  description: string,
  value: DemoSecret['value'],
  writtenAgoMs: readonly number[],
  changing: readonly string[],
  tags: Readonly<Record<string, string>>,
  kmsAlias?: string,
): DemoSecret {
  return { name, description, value, writtenAgoMs, changing, tags, ...(kmsAlias === undefined ? {} : { kmsAlias }) }
}
