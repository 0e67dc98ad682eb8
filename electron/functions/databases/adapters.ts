import type { EngineAdapter } from './adapter.ts'
import type { EngineName } from './engine-profile.ts'
import { createDb2Adapter, findDb2Driver } from './db2.ts'
import { mongodbAdapter } from './mongodb.ts'
import { mysqlAdapter } from './mysql.ts'
import { oracleAdapter } from './oracle.ts'
import { postgresAdapter } from './postgres.ts'
import { redisAdapter } from './redis.ts'
import { redshiftAdapter } from './redshift.ts'
import { sqlserverAdapter } from './sqlserver.ts'

const db2Driver = findDb2Driver()

/** The engines that can be talked to; Db2 only where the user installed its driver. */
export const ADAPTERS: Partial<Readonly<Record<EngineName, EngineAdapter>>> = {
  postgres: postgresAdapter,
  mysql: mysqlAdapter,
  mariadb: mysqlAdapter,
  redshift: redshiftAdapter,
  mongodb: mongodbAdapter,
  sqlserver: sqlserverAdapter,
  oracle: oracleAdapter,
  ...(db2Driver === null ? {} : { db2: createDb2Adapter(db2Driver) }),
  redis: redisAdapter,
}
