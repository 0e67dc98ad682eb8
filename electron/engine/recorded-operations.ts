/**
 * Reads that the window repeats by itself to draw its screens. They show no value and change nothing, and recording them would
 * bury what matters; every other call is on record.
 */
const UNRECORDED: ReadonlySet<string> = new Set([
  'workbench:GetStatus',
  'workbench:CheckPassphrase',
  'workbench:ListSecretSummaries',
  'workbench:GetSecretSummaries',
  'workbench:ListSavedFilters',
  'workbench:ListAccounts',
  'workbench:ListUsers',
  'workbench:ListRegions',
  'workbench:CheckRegionFolder',
  'workbench:ListReplication',
  'workbench:ReportRegionLoss',
  'workbench:CompareRegions',
  'workbench:ListGroups',
  'workbench:ListRoles',
  'workbench:ListRoleSessions',
  'workbench:ListFunctions',
  'workbench:ListRotations',
  'workbench:ListRotationRuns',
  'workbench:GetRotation',
  'workbench:ListFunctionInvocations',
  'workbench:ListKeySummaries',
  'workbench:ListKeySecrets',
  'workbench:ExplainAccess',
  'workbench:ListSecretAccess',
  'workbench:CheckPolicy',
  'workbench:ListActivity',
])

export function isRecorded(operation: string): boolean {
  return !UNRECORDED.has(operation)
}
