import { CircleCheck, CircleX, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { StagingLabel } from '../../components/staging-label.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { retryRotation, type SecretRotation, type TriedLogin } from '../../store/rotations.ts'
import { shortVersionId } from '../../store/secret-values.ts'
import { EndPendingDialog } from './end-pending-dialog.tsx'
import { loginWords } from './rotation-words.ts'

type Way = 'discard' | 'adopt'

/** A rotation that stands still with AWSPENDING on its version: which password works, and the three ways out. */
export function StuckRotation(props: { readonly arn: string; readonly rotation: SecretRotation; readonly pendingVersionId: string; readonly onChange: () => void }) {
  const { arn, rotation, pendingVersionId } = props
  const [asked, setAsked] = useState(0)
  const [way, setWay] = useState<Way | null>(null)
  const tried = useLatest(`${arn} ${pendingVersionId} ${rotation.Active?.FailedTries ?? 0} ${asked}`, () => call('workbench:CheckRotation', { SecretId: arn }))
  const retrying = useAction(async () => {
    await retryRotation(arn)
    props.onChange()
  })
  const logins = tried.value?.Logins.filter((login) => login.Of !== 'master') ?? []
  const works = (of: TriedLogin['Of']): boolean | null => logins.find((login) => login.Of === of)?.Works ?? null
  return (
    <section aria-label="Ways out" className="mb-3 rounded-lg border border-line bg-panel">
      <header className="flex flex-wrap items-center gap-1.5 px-3 pt-2.5">
        <h3>Which password works</h3>
        <span className="flex-1" />
        <StagingLabel label="AWSPENDING" />
        <span className="mono text-sm text-muted" title={pendingVersionId}>
          {shortVersionId(pendingVersionId)}
        </span>
      </header>
      <div className="px-3 pt-1.5 pb-2.5" aria-live="polite">
        {tried.loading ? <Spinner label="Trying both logins" /> : null}
        {tried.error === null ? null : <ErrorNote error={tried.error} />}
        {tried.value === null ? null : <Logins logins={logins} />}
        <Button variant="quiet" className="mt-1 -ml-2" isDisabled={tried.loading} onPress={() => setAsked(asked + 1)}>
          Try both again
        </Button>
      </div>
      <ul className="border-t border-line2">
        <WayRow title="Retry" words="Runs the four steps again with the same version. Steps that are done are passed over.">
          <Button variant="primary" isPending={retrying.pending} onPress={retrying.run}>
            Retry now
          </Button>
        </WayRow>
        <WayRow title="Discard" words="Takes AWSPENDING off: the current version stays, and the next rotation begins afresh. The version can still be read by its id." isUnwise={works('current') === false}>
          <Button icon={<Undo2 size={14} aria-hidden />} isDisabled={works('current') === false} onPress={() => setWay('discard')}>
            Discard
          </Button>
        </WayRow>
        <WayRow title="Adopt" words="Moves AWSCURRENT to the pending version: right when the database took its password already." isUnwise={works('pending') === false}>
          <Button isDisabled={works('pending') === false} onPress={() => setWay('adopt')}>
            Adopt
          </Button>
        </WayRow>
      </ul>
      {retrying.error === null ? null : <ErrorNote error={retrying.error} className="m-3" />}
      {way === null ? null : (
        <EndPendingDialog
          way={way}
          arn={arn}
          isTried={works(way === 'adopt' ? 'pending' : 'current') !== null}
          onDone={() => {
            setWay(null)
            props.onChange()
          }}
          onClose={() => setWay(null)}
        />
      )}
    </section>
  )
}

function Logins({ logins }: { readonly logins: readonly TriedLogin[] }) {
  if (logins.length === 0) return <p className="text-muted">The value names no database that Coffer can log in to. Try the passwords yourself before you discard or adopt.</p>
  return (
    <ul className="flex flex-col gap-1">
      {logins.map((login) => (
        <li key={login.Of} className="flex items-start gap-2">
          {login.Works ? <CircleCheck size={16} className="mt-0.5 text-accent" aria-hidden /> : <CircleX size={16} className="mt-0.5 text-red" aria-hidden />}
          <span className="selectable min-w-0 flex-1 [overflow-wrap:anywhere]">{loginWords(login)}</span>
        </li>
      ))}
    </ul>
  )
}

function WayRow(props: { readonly title: string; readonly words: string; readonly isUnwise?: boolean; readonly children: ReactNode }) {
  return (
    <li className="flex items-center gap-3 border-line2 px-3 py-2 not-first:border-t">
      <div className="min-w-0 flex-1">
        <div className="font-bold">{props.title}</div>
        <div className="text-sm text-muted">{props.isUnwise === true ? 'Not now: this password is refused, so nobody could log in.' : props.words}</div>
      </div>
      <div className="flex w-24 flex-none justify-end">{props.children}</div>
    </li>
  )
}
