import type { ActivityLine } from '../../shared/activity-words.ts'
import { testCommand } from '../../shared/environment-lines.ts'
import type { EndpointConnection, EnvironmentStyle } from '../../shared/environment-lines.ts'
import { CodeBlock } from './code-block.tsx'
import { EnvironmentLines } from './environment-lines.tsx'
import { FirstRequest } from './first-request.tsx'

interface ConnectedProgramProps {
  readonly connection: EndpointConnection
  readonly style: EnvironmentStyle
  readonly onStyle: (style: EnvironmentStyle) => void
  readonly copy: (text: string, options: { readonly secret: boolean; readonly what?: string }) => Promise<void>
  readonly request: ActivityLine | null
  /** A secret to read in the test command; without one it asks who is calling. */
  readonly secretName: string | undefined
}

/** The lines for the program's environment, a command to try, and a tick when the first request arrives. */
export function ConnectedProgram({ connection, style, onStyle, copy, request, secretName }: ConnectedProgramProps) {
  const command = testCommand(style, secretName)
  return (
    <div className="mt-4 flex flex-col gap-4">
      <EnvironmentLines connection={connection} style={style} onStyle={onStyle} copy={(text) => copy(text, { secret: true, what: 'the lines' })} />
      <div>
        <p className="mb-1.5 text-muted">{style === 'env-file' || style === 'aws-profile' ? 'Then try it:' : 'Paste them into a terminal, then try:'}</p>
        <CodeBlock text={command} copy={() => copy(command, { secret: false })} />
      </div>
      <FirstRequest request={request} />
    </div>
  )
}
