import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { SECRET_KEY_PLACEHOLDER } from '../../../shared/environment-lines.ts'
import type { EnvironmentStyle } from '../../../shared/environment-lines.ts'
import { EnvironmentLines } from '../../components/environment-lines.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Select } from '../../components/select.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { preferredStyle } from '../../hooks/preferred-style.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

const NO_KEY = '<access key id>'

/** The lines for a key that was made before: its secret was shown once and is not known here. */
export function ConnectLines() {
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  const region = useStore((state) => state.session.region)
  const accountId = useStore((state) => state.session.accountId)
  const [style, setStyle] = useState<EnvironmentStyle>(preferredStyle)
  const [chosen, setChosen] = useState<string | null>(null)
  const { value: keys, error } = useLatest(accountId, async () => {
    const { Users } = await call('workbench:ListUsers', {})
    return Users.flatMap((user) => user.AccessKeys.filter((key) => key.Status === 'Active').map((key) => ({ value: key.AccessKeyId, label: `${user.UserName} · ${key.AccessKeyId}` })))
  })
  const accessKeyId = chosen ?? keys?.[0]?.value ?? NO_KEY
  const connection = { url: endpoint?.Url ?? `http://127.0.0.1:${endpoint?.Port ?? 7345}`, region, accessKeyId, secretAccessKey: SECRET_KEY_PLACEHOLDER }
  return (
    <>
      {error !== null && <ErrorNote error={error} className="mb-2" />}
      {keys !== null && keys.length > 0 && (
        <div className="mb-2 flex items-center gap-3">
          <Select aria-label="Access key" options={keys} value={accessKeyId} onChange={setChosen} mono className="w-[360px]" />
          <TextLink onPress={() => openDialog('connect', {})}>Make a new key</TextLink>
        </div>
      )}
      <EnvironmentLines connection={connection} style={style} onStyle={setStyle} copy={(text) => copyText(text, { secret: false })} hasSecret={false} />
    </>
  )
}
