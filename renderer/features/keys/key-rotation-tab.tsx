import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { Note } from '../../components/note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { fullTimeText, RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Switch } from '../../components/switch.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { keyTitle, loadKeys } from '../../store/keys.ts'
import type { KeyItem } from '../../store/state.ts'
import { notify } from '../../store/toasts.ts'

/** Source: KMS API reference, EnableKeyRotation, RotationPeriodInDays. */
const PERIOD_DAYS = { minimum: 90, maximum: 2560 } as const
const DEFAULT_PERIOD_DAYS = 365
const ROTATIONS_READ = 1000

/** Automatic and on-demand rotation of a key's material, and what was rotated so far. */
export function KeyRotationTab({ item }: { readonly item: KeyItem }) {
  const { metadata, rotation } = item
  if (metadata.KeySpec !== 'SYMMETRIC_DEFAULT' || metadata.Origin !== 'AWS_KMS') return <Note>KMS rotates the material of symmetric keys that it made itself. This key is none.</Note>
  return (
    <>
      {metadata.KeyManager === 'AWS' ? (
        <Facts
          rows={[
            { label: 'Automatic', value: 'every year, as AWS rotates all keys that it manages' },
            ...(rotation === null ? [] : [{ label: 'Next', value: <NextRotation seconds={rotation.NextRotationDate} /> }]),
          ]}
        />
      ) : (
        <OwnRotation key={`${metadata.KeyState} ${rotation?.RotationPeriodInDays ?? 0}`} item={item} />
      )}
      <Rotations item={item} />
    </>
  )
}

function NextRotation({ seconds }: { readonly seconds: number }) {
  return (
    <>
      {fullTimeText(seconds * 1000).replace(/ \(.*/, '')} <span className="text-faint">· <RelativeTime ms={seconds * 1000} /></span>
    </>
  )
}

function OwnRotation({ item }: { readonly item: KeyItem }) {
  const { metadata, rotation } = item
  const [days, setDays] = useState(rotation?.RotationPeriodInDays ?? DEFAULT_PERIOD_DAYS)
  const isEnabled = metadata.KeyState === 'Enabled'
  const changing = useAction(async (isOn: boolean) => {
    await (isOn ? call('kms:EnableKeyRotation', { KeyId: metadata.KeyId, RotationPeriodInDays: days }) : call('kms:DisableKeyRotation', { KeyId: metadata.KeyId }))
    await loadKeys()
    notify({ kind: 'done', text: isOn ? `${keyTitle(item)} rotates every ${days} days.` : `${keyTitle(item)} no longer rotates by itself.` })
  })
  const rotating = useAction(async () => {
    await call('kms:RotateKeyOnDemand', { KeyId: metadata.KeyId })
    await loadKeys()
    notify({ kind: 'done', text: `Rotated ${keyTitle(item)}. New values are encrypted with new material.` })
  })
  const error = changing.error ?? rotating.error
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">A rotation gives the key new material for what is encrypted from then on. Its id stays, and all earlier material stays to decrypt: no secret has to change.</p>
      <Switch isSelected={rotation !== null} isDisabled={!isEnabled || changing.pending} onChange={(isOn) => void changing.run(isOn)}>
        Rotate automatically
      </Switch>
      <div className="flex items-end gap-2">
        <NumberField label="Period" value={days} onChange={setDays} {...PERIOD_DAYS} unit="days" isDisabled={!isEnabled} />
        {rotation === null || rotation.RotationPeriodInDays === days ? null : (
          <Button onPress={() => changing.run(true)} isPending={changing.pending} className="mb-0.5">
            Change period
          </Button>
        )}
      </div>
      {rotation === null ? null : <Facts rows={[{ label: 'Next', value: <NextRotation seconds={rotation.NextRotationDate} /> }]} />}
      <div>
        <Button onPress={rotating.run} isPending={rotating.pending} isDisabled={!isEnabled}>
          Rotate now
        </Button>
        {isEnabled ? null : <span className="ml-2 text-sm text-muted">A key that is {metadata.KeyState} does not rotate.</span>}
      </div>
      {error === null ? null : <ErrorNote error={error} />}
    </div>
  )
}

function Rotations({ item }: { readonly item: KeyItem }) {
  const { metadata } = item
  const { value, error } = useLatest(`${metadata.KeyId} ${metadata.CurrentKeyMaterialId ?? ''}`, () =>
    call('kms:ListKeyRotations', { KeyId: metadata.KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL', Limit: ROTATIONS_READ }),
  )
  return (
    <>
      <SectionHeader title="Key material">{value === null ? null : value.Rotations.length}</SectionHeader>
      {error === null ? null : <ErrorNote error={error} />}
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {value?.Rotations.toReversed().map((made) => (
          <li key={made.KeyMaterialId} className="flex min-h-[34px] items-center gap-2 border-line2 px-3 not-first:border-t">
            <span className="mono min-w-0 flex-1 truncate" title={made.KeyMaterialId}>{made.KeyMaterialId.slice(0, 12)}…</span>
            {made.KeyMaterialState === 'CURRENT' ? <span className="text-sm text-accent-text">encrypts now</span> : null}
            <span className="text-sm text-muted">
              {made.RotationDate === undefined ? 'first' : <RelativeTime ms={made.RotationDate * 1000} />}
              {made.RotationType === undefined ? '' : ` · ${made.RotationType === 'ON_DEMAND' ? 'on demand' : 'automatic'}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
