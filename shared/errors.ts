type Fault = 'client' | 'server'

/**
 * HTTP status of each error code, as AWS's JSON services send it: client errors are 400, modelled faults 500.
 * Codes that are not listed are client errors with status 400.
 * Source: the service models of Secrets Manager and KMS; codes below the rule are Coffer's own.
 */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  InternalServiceError: 500,
  KMSInternalException: 500,
  DependencyTimeoutException: 500,
  KeyUnavailableException: 500,
  InternalFailure: 500,
  ServiceUnavailable: 503,
  // Coffer's own
  VaultLocked: 503,
  VaultAbsent: 503,
  AuditUnavailable: 500,
  DiskFull: 500,
  StorageUnavailable: 500,
  VaultDamaged: 500,
}

export interface ServiceErrorOptions {
  readonly statusCode?: number
  readonly details?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/**
 * The one error that crosses a door. `code` is AWS's shape name (`ResourceNotFoundException`), `message` AWS's words.
 * The message may name ids and names, never a secret value or key.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: string
  readonly statusCode: number
  readonly fault: Fault
  readonly details: Readonly<Record<string, string>> | undefined

  constructor(code: string, message: string, options: ServiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.statusCode = options.statusCode ?? STATUS_BY_CODE[code] ?? 400
    this.fault = this.statusCode >= 500 ? 'server' : 'client'
    this.details = options.details
  }

  /** Any thrown thing as a ServiceError; what is not ours becomes `InternalServiceError` and keeps its text only as `cause`. */
  static from(thrown: unknown): ServiceError {
    if (thrown instanceof ServiceError) return thrown
    return new ServiceError('InternalServiceError', 'An internal error occurred. Nothing was changed; see the log for the cause.', { cause: thrown })
  }
}
