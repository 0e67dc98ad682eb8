import { runCommand } from '../../commands/registry.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { setQuery, showFolder } from '../../store/view.ts'

/** What to do in a vault without secrets. */
export function NoSecrets() {
  const port = useStore((state) => state.session.vault?.Endpoint.Port ?? 7345)
  const line = `aws secretsmanager create-secret \\\n  --name prod/app/db --secret-string file://db.json \\\n  --endpoint-url http://127.0.0.1:${port}`
  return (
    <EmptyState
      sentence="No secrets in this account and region yet."
      button={
        <div className="flex gap-2">
          <Button onPress={() => runCommand('secrets.import')}>Import</Button>
          <Button variant="primary" onPress={() => runCommand('secret.create')}>
            New secret
          </Button>
        </div>
      }
      commandLine={line}
      copy={() => copyText(line, { secret: false })}
    />
  )
}

/** What to do when the filter finds nothing. */
export function NothingFound() {
  const query = useStore((state) => state.view.query.trim())
  const folder = useStore((state) => state.view.folder)
  const loading = useStore((state) => state.secrets.loading)
  if (loading) return <p className="p-6 text-center text-muted">Reading the list of secrets…</p>
  if (folder !== null && query !== '') {
    return <EmptyState sentence={`Nothing in ${folder} matches “${query}”.`} button={<Button onPress={() => showFolder(null)}>Look in all folders</Button>} />
  }
  if (query !== '') return <EmptyState sentence={`Nothing matches “${query}”.`} button={<Button onPress={() => setQuery('')}>Clear the filter</Button>} />
  return <EmptyState sentence="This folder is empty." button={<Button onPress={() => showFolder(null)}>Show all secrets</Button>} />
}
