import { useState } from 'react'
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../../shared/snippets/languages.ts'
import type { SnippetFacts } from '../../../shared/snippets/snippet.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { Select } from '../../components/select.tsx'
import { copyText } from '../../store/clipboard.ts'
import type { State } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

const LANGUAGES = SNIPPET_LANGUAGES.filter(({ id }) => id !== 'environment').map(({ id, label }) => ({ value: id as SnippetLanguage, label }))

/** How code reads a secret through the endpoint: the selected one, or the first there is. */
export function SdkSnippets() {
  const [language, setLanguage] = useState<SnippetLanguage>('javascript')
  const summary = useStore(exampleSecret)
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  const region = useStore((state) => state.session.region)
  const facts: SnippetFacts = {
    arn: summary?.ARN ?? '<secret ARN>',
    name: summary?.Name ?? 'prod/payments/db',
    region,
    endpointUrl: endpoint?.Url ?? `http://127.0.0.1:${endpoint?.Port ?? 7345}`,
    jsonKeys: summary?.JsonKeys ?? [],
    isBinary: summary?.Kind === 'binary',
  }
  const text = SNIPPET_LANGUAGES.find(({ id }) => id === language)?.write(facts) ?? ''
  return (
    <>
      <Select aria-label="Language" options={LANGUAGES} value={language} onChange={setLanguage} className="mb-2 w-[180px]" />
      <CodeBlock text={text} copy={() => copyText(text, { secret: false })} />
    </>
  )
}

function exampleSecret(state: State) {
  return state.secrets.summaries.get(state.selection.focusedArn ?? state.secrets.order[0] ?? '')
}
