import { Plug } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { Pane } from '../../components/pane.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { openDialog } from '../../store/view.ts'
import { ConnectLines } from './connect-lines.tsx'
import { EndpointSwitch } from './endpoint-switch.tsx'
import { RecentCalls } from './recent-calls.tsx'
import { SdkSnippets } from './sdk-snippets.tsx'

/** The local AWS endpoint: whether it is on, where, how programs find it, and who has called. */
export function EndpointSection() {
  return (
    <Pane
      title="Endpoint"
      tools={
        <Button variant="primary" icon={<Plug size={14} aria-hidden />} onPress={() => openDialog('connect', {})}>
          Connect a program
        </Button>
      }
    >
      <div className="max-w-[760px] px-4 py-3.5">
        <EndpointSwitch />
        <Note className="mt-4" title="Who can reach it">
          Only programs on this computer, and only with requests signed by an access key of this vault. A program that runs as you can take the key from where you put it: an environment, a file, another program’s
          memory. Give each program a key of its own, with a policy no wider than it needs, and take keys back in Access.
        </Note>
        <SectionHeader title="Lines for a program’s environment" />
        <ConnectLines />
        <SectionHeader title="In code" />
        <SdkSnippets />
        <SectionHeader title="Recent calls" />
        <RecentCalls />
      </div>
    </Pane>
  )
}
