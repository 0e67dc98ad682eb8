import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { copyText } from '../../store/clipboard.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

const SENTENCES: Readonly<Record<SecretSummary['Kind'], string>> = {
  database: 'Coffer can change the password at the database and here, in one go and by a schedule: new value, set, test, finish.',
  'api-key': 'A rotation writes a new value by a schedule. For a service’s own keys, add a function of yours that asks the service for a new one.',
  'key-value': 'A rotation writes a new random value for a key by a schedule, or calls a function of yours.',
  text: 'A rotation writes a new random value by a schedule, or calls a function of yours.',
  binary: 'Bytes are rotated by a function of yours: add one under Functions.',
  empty: 'A rotation needs a value to begin with. Store one first.',
}

/** What rotation would do for this secret, and the way to set it up. */
export function NotSetUp({ arn }: { readonly arn: string }) {
  const kind = useStore((state) => state.secrets.summaries.get(arn)?.Kind ?? 'empty')
  const name = useStore((state) => state.secrets.summaries.get(arn)?.Name ?? '')
  const primaryRegion = useStore((state) => state.secrets.summaries.get(arn)?.PrimaryRegion)
  if (primaryRegion !== undefined) {
    return (
      <div className="flex flex-col items-start gap-3 pt-1">
        <h3>A replica is not rotated itself</h3>
        <p className="max-w-[520px] text-muted">It gets each new value from its primary in {primaryRegion}, where rotation is set up and run.</p>
      </div>
    )
  }
  const commandLine = `aws secretsmanager rotate-secret --secret-id ${name}`
  return (
    <div className="flex flex-col items-start gap-3 pt-1">
      <h3>This secret is not rotated</h3>
      <p className="max-w-[520px] text-muted">{SENTENCES[kind]}</p>
      <Button variant="primary" isDisabled={kind === 'empty'} onPress={() => openDialog('set-up-rotation', { arn })}>
        Set up rotation
      </Button>
      {kind === 'empty' ? null : (
        <div className="mt-2 w-full max-w-[520px]">
          <CodeBlock text={commandLine} language="AWS CLI, once it is set up" copy={() => copyText(commandLine, { secret: false })} />
        </div>
      )}
    </div>
  )
}
