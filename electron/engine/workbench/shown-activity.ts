import type { Output } from '../../../shared/operations/catalog.ts'
import type { AuditEntry } from '../audit/audit-record.ts'

/** One record of the activity as the window shows it. */
export function shownActivity(record: AuditEntry): Output<'workbench:ListActivity'>['Events'][number] {
  return {
    Sequence: record.sequence,
    EventId: record.id,
    EventDate: record.timeMs,
    Door: record.door,
    PrincipalArn: record.principalArn,
    AccountId: record.accountId,
    AccessKeyId: record.accessKeyId,
    SourceIp: record.sourceIp,
    Operation: record.operation,
    Resources: record.resources,
    Region: record.region,
    RequestId: record.requestId,
    Outcome: record.outcome,
    ErrorCode: record.errorCode,
    Decision: record.decision,
    DurationMicros: record.durationMicros,
  }
}
