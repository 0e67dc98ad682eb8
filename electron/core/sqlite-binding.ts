import { join } from 'node:path'

/** The Node-API version from which better-sqlite3's own binaries load; older runtimes carry another build beside them. */
const SQLITE_NODE_API = 10

/** The other build of the SQLite addon that an older Electron needs, or null where the addon's own one loads. */
export function olderSqliteBinding(runtime: { readonly versions: NodeJS.ProcessVersions; readonly resourcesPath?: string | undefined }): string | null {
  const isOld = Number(runtime.versions['napi']) < SQLITE_NODE_API
  return isOld && runtime.resourcesPath !== undefined ? join(runtime.resourcesPath, 'better_sqlite3.node') : null
}
