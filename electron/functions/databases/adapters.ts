import type { EngineAdapter } from './adapter.ts'
import type { EngineName } from './engine-profile.ts'
import { mongodbAdapter } from './mongodb.ts'
import { mysqlAdapter } from './mysql.ts'
import { oracleAdapter } from './oracle.ts'
import { postgresAdapter } from './postgres.ts'
import { redisAdapter } from './redis.ts'
import { redshiftAdapter } from './redshift.ts'
import { sqlserverAdapter } from './sqlserver.ts'

/** The engines that can be talked to. */
export const ADAPTERS: Partial<Readonly<Record<EngineName, EngineAdapter>>> = {
  postgres: postgresAdapter,
  mysql: mysqlAdapter,
  mariadb: mysqlAdapter,
  redshift: redshiftAdapter,
  mongodb: mongodbAdapter,
  sqlserver: sqlserverAdapter,
  oracle: oracleAdapter,
  redis: redisAdapter,
}
