import { base64ToBytes } from '../../../shared/shape/base64.ts'
import { Button } from '../../components/button.tsx'
import { bytesText } from '../../components/bytes.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dots } from '../../components/dots.tsx'
import { RevealRing } from '../../components/reveal-ring.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { REVEAL_SECONDS } from '../../hooks/use-reveal.ts'
import { saveBytes } from '../../store/chosen-files.ts'
import type { SecretValue } from '../../store/secret-values.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { hexPreview } from './hex-preview.ts'
import { type ShownValueProps, WHOLE_VALUE } from './shown-value.ts'

async function save(name: string, read: () => Promise<SecretValue>): Promise<void> {
  const { SecretBinary } = await read()
  const path = await saveBytes('Save the value', name.split('/').at(-1) ?? name, SecretBinary ?? '')
  if (path !== null) notify({ kind: 'warning', text: `Saved to ${path}. The file is not encrypted: delete it when it is no longer needed.` })
}

/** A binary value: its size, its first bytes on demand, and a way into a file. */
export function BinaryValue(props: ShownValueProps & { readonly name: string; readonly read: () => Promise<SecretValue> }) {
  const { value, revealed, onReveal, onHide, copyPart, name, read } = props
  const bytes = value === null || !revealed.has(WHOLE_VALUE) ? null : base64ToBytes(value.SecretBinary ?? '')
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-panel">
      <div className="flex min-h-[34px] items-center py-1 pr-1.5 pl-3">
        <span className="min-w-0 flex-1">{bytes === null ? <Dots /> : <span className="tabular-nums">{bytesText(bytes.length)}</span>}</span>
        <span className="flex items-center gap-0.5 pl-2">
          {bytes === null ? null : <RevealRing seconds={REVEAL_SECONDS} />}
          <WordButton label={bytes === null ? 'Show the first bytes' : 'Hide the bytes'} onPress={() => (bytes === null ? onReveal(WHOLE_VALUE) : onHide(WHOLE_VALUE))}>
            {bytes === null ? 'Show bytes' : 'Hide'}
          </WordButton>
          <CopyButton look="word" label="Copy as base64" copy={copyPart('the value as base64', (whole) => whole.SecretBinary ?? '')} />
        </span>
      </div>
      {bytes === null ? null : <pre className="mono selectable overflow-auto border-t border-line2 px-3 py-2 text-sm leading-[18px]">{hexPreview(bytes)}</pre>}
      <div className="border-t border-line2 px-3 py-2">
        <Button onPress={() => save(name, read).catch(notifyError)}>Save to file</Button>
      </div>
    </div>
  )
}
