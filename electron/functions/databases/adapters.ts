import type { EngineAdapter } from './adapter.ts'
import type { EngineName } from './engine-profile.ts'
import { mysqlAdapter } from './mysql.ts'
import { postgresAdapter } from './postgres.ts'
import { redisAdapter } from './redis.ts'

/** The engines that can be talked to. */
export const ADAPTERS: Partial<Readonly<Record<EngineName, EngineAdapter>>> = {
  postgres: postgresAdapter,
  mysql: mysqlAdapter,
  mariadb: mysqlAdapter,
  redis: redisAdapter,
}
