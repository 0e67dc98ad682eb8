import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { notify } from '../../store/toasts.ts'

/** The name under which AWS's console revokes sessions. Source: IAM user guide, "Revoking IAM role temporary security credentials". */
const REVOKE_POLICY = 'AWSRevokeOlderSessions'

function revocationAt(moment: string): string {
  const statement = { Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': moment } } }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}

/** Who has temporary credentials of a role, until when, and the way to refuse them all from now on. */
export function RoleSessions({ roleName }: { readonly roleName: string }) {
  const [revision, setRevision] = useState(0)
  const [revoking, setRevoking] = useState(false)
  const { value, error } = useLatest(`${roleName} ${revision}`, () => call('workbench:ListRoleSessions', { RoleName: roleName }))
  const revocation = useAction(async () => {
    await call('workbench:PutRolePolicy', { RoleName: roleName, PolicyName: REVOKE_POLICY, PolicyDocument: revocationAt(new Date().toISOString()) })
    setRevoking(false)
    setRevision(revision + 1)
    notify({ kind: 'done', text: `Sessions of ${roleName} that were issued before now are refused.` })
  })
  const sessions = value?.Sessions ?? []
  return (
    <>
      <SectionHeader title="Sessions">
        <WordButton onPress={() => setRevision(revision + 1)}>Refresh</WordButton>
        {sessions.length === 0 ? null : <Button onPress={() => setRevoking(true)}>Revoke sessions</Button>}
      </SectionHeader>
      {error === null ? null : <ErrorNote error={error} />}
      {value !== null && sessions.length === 0 ? <p className="text-muted">Nobody has temporary credentials of this role now.</p> : null}
      <ul aria-label="Sessions" className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {sessions.map((session) => (
          <li key={session.AccessKeyId} className="flex min-h-[42px] items-center gap-2 border-line2 px-3 py-1 not-first:border-t">
            <div className="min-w-0 flex-1">
              <div className="mono truncate">{session.RoleSessionName}</div>
              <div className="truncate text-sm text-muted">
                issued <RelativeTime ms={session.IssueDate * 1000} /> · ends <RelativeTime ms={session.ExpirationDate * 1000} />
                {session.SourceIdentity === undefined ? '' : ` · ${session.SourceIdentity}`}
              </div>
            </div>
            {session.HasSessionPolicy ? <Chip>session policy</Chip> : null}
          </li>
        ))}
      </ul>
      {revoking ? (
        <ConfirmDialog title={`Revoke the sessions of ${roleName}?`} action="Revoke sessions" isDanger isPending={revocation.pending} error={revocation.error} onConfirm={revocation.run} onClose={() => setRevoking(false)}>
          The policy <span className="mono text-text">{REVOKE_POLICY}</span> is put on the role, as AWS does: every session that was issued before now is refused. Programs assume the role again to go on. To take it back, delete the policy.
        </ConfirmDialog>
      ) : null}
    </>
  )
}
