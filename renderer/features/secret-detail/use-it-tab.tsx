import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useState } from 'react'
import { awsCliSnippet } from '../../../shared/snippets/aws-cli.ts'
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../../shared/snippets/languages.ts'
import type { SnippetFacts } from '../../../shared/snippets/snippet.ts'
import { CodeBlock } from '../../components/code-block.tsx'
import { Note } from '../../components/note.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { copyText } from '../../store/clipboard.ts'
import { switchEndpoint } from '../../store/endpoint.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog, showDetailTab } from '../../store/view.ts'

function useSnippetFacts(summary: SecretSummary): SnippetFacts {
  const region = useStore((state) => state.session.region)
  const endpoint = useStore((state) => state.session.vault?.Endpoint)
  return {
    arn: summary.ARN,
    name: summary.Name,
    region,
    endpointUrl: endpoint?.Url ?? `http://127.0.0.1:${endpoint?.Port ?? 7345}`,
    jsonKeys: summary.JsonKeys,
    isBinary: summary.Kind === 'binary',
  }
}

/** The language that was looked at last, for the next secret. */
let lastLanguage: SnippetLanguage = 'aws-cli'

/** Lines that read this secret, in the language of choice. */
export function UseItTab({ summary }: { readonly summary: SecretSummary }) {
  const facts = useSnippetFacts(summary)
  const endpointState = useStore((state) => state.session.vault?.Endpoint.State)
  const [language, setLanguage] = useState(lastLanguage)
  function choose(id: SnippetLanguage): void {
    lastLanguage = id
    setLanguage(id)
  }
  return (
    <>
      {endpointState === 'on' ? null : (
        <Note tone="amber" className="mb-3" actions={<TextLink onPress={() => void switchEndpoint(true).catch(notifyError)}>Switch it on</TextLink>}>
          The endpoint is {endpointState ?? 'off'}: these lines answer once it is on.
        </Note>
      )}
      <Tabs selectedKey={language} onSelectionChange={(id) => choose(id as SnippetLanguage)}>
        <TabList aria-label="Language" className="flex flex-wrap gap-1">
          {SNIPPET_LANGUAGES.map(({ id, label }) => (
            <Tab
              key={id}
              id={id}
              className="cursor-default rounded-md px-2 py-0.5 text-sm text-muted outline-none hover:bg-line2 hover:text-text data-focus-visible:outline-2 selected:bg-accent-soft selected:font-medium selected:text-accent-text"
            >
              {label}
            </Tab>
          ))}
        </TabList>
        {SNIPPET_LANGUAGES.map(({ id, write }) => {
          const text = write(facts)
          return (
            <TabPanel key={id} id={id} className="no-ring mt-3 outline-none">
              <CodeBlock text={text} copy={() => copyText(text, { secret: false })} />
            </TabPanel>
          )
        })}
      </Tabs>
      <p className="mt-3 text-sm text-muted">
        A program needs an access key of a user of this vault in its environment. <TextLink onPress={() => openDialog('connect', {})}>Connect a program</TextLink>
      </p>
    </>
  )
}

/** The shortest way to read it, under the value. */
export function UseItBrief({ summary }: { readonly summary: SecretSummary }) {
  const facts = useSnippetFacts(summary)
  const text = awsCliSnippet({ ...facts, jsonKeys: [] })
  return (
    <>
      <SectionHeader title="Use it">
        <TextLink onPress={() => showDetailTab('use-it')}>Other languages</TextLink>
      </SectionHeader>
      <CodeBlock text={text} copy={() => copyText(text, { secret: false })} />
    </>
  )
}
