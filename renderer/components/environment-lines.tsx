import { Copy, Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { ENVIRONMENT_STYLES, environmentLines, maskedEnvironmentLines } from '../../shared/environment-lines.ts'
import type { EndpointConnection, EnvironmentStyle } from '../../shared/environment-lines.ts'
import { Button } from './button.tsx'

interface EnvironmentLinesProps {
  readonly connection: EndpointConnection
  readonly style: EnvironmentStyle
  readonly onStyle: (style: EnvironmentStyle) => void
  /** Puts the text, with the secret access key in it, on the clipboard. */
  readonly copy: (text: string) => Promise<void>
  /** False where the secret access key is not known any more, so that there is nothing to reveal. */
  readonly hasSecret?: boolean
}

/** The lines that point a program at the endpoint, for the chosen shell; the secret access key is in the page only while revealed. */
export function EnvironmentLines({ connection, style, onStyle, copy, hasSecret = true }: EnvironmentLinesProps) {
  const [revealed, setRevealed] = useState(false)
  const shown = revealed || !hasSecret ? environmentLines(style, connection) : maskedEnvironmentLines(style, connection)
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div className="flex items-center gap-2 border-b border-line2 py-1 pr-1.5 pl-1.5">
        <ToggleButtonGroup
          aria-label="Shell or file"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[style]}
          onSelectionChange={(keys) => {
            const [next] = keys
            if (next !== undefined) onStyle(next as EnvironmentStyle)
          }}
          className="flex min-w-0 flex-1 gap-0.5"
        >
          {ENVIRONMENT_STYLES.map(({ id, label }) => (
            <ToggleButton
              key={id}
              id={id}
              className="h-6 cursor-default rounded-sm px-2 text-sm whitespace-nowrap text-muted data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:text-text data-[selected]:bg-accent-soft data-[selected]:font-bold data-[selected]:text-accent-text"
            >
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <pre className="mono selectable px-3 py-2.5 text-sm leading-[19px] whitespace-pre-wrap [overflow-wrap:anywhere]" tabIndex={0} aria-label={`Lines for ${style}`}>
        {shown}
      </pre>
      <div className="flex items-center gap-1.5 border-t border-line2 px-2 py-1.5">
        <Button variant={hasSecret ? 'primary' : 'secondary'} icon={<Copy size={14} aria-hidden />} onPress={() => copy(environmentLines(style, connection))}>
          Copy
        </Button>
        {hasSecret && (
          <Button variant="quiet" icon={revealed ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />} onPress={() => setRevealed(!revealed)}>
            {revealed ? 'Hide the key' : 'Reveal the key'}
          </Button>
        )}
        {hasSecret && <span className="ml-auto pr-1 text-xs text-faint">The key is shown this once</span>}
      </div>
    </div>
  )
}
