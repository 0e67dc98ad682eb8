import { RefreshCw, WandSparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { ErrorNote } from './error-note.tsx'
import type { CofferErrorLike } from './error-note.tsx'
import { IconButton } from './icon-button.tsx'
import { NumberField } from './number-field.tsx'
import { TextField } from './text-field.tsx'

/** Options of AWS's GetRandomPassword. */
export interface GeneratorOptions {
  readonly PasswordLength: number
  readonly ExcludeCharacters: string
  readonly ExcludeNumbers: boolean
  readonly ExcludePunctuation: boolean
  readonly ExcludeUppercase: boolean
  readonly ExcludeLowercase: boolean
  readonly IncludeSpace: boolean
  readonly RequireEachIncludedType: boolean
}

/** What databases and URLs trip over is left out from the start. */
const START: GeneratorOptions = {
  PasswordLength: 32,
  ExcludeCharacters: '/@"\'\\',
  ExcludeNumbers: false,
  ExcludePunctuation: false,
  ExcludeUppercase: false,
  ExcludeLowercase: false,
  IncludeSpace: false,
  RequireEachIncludedType: true,
}

const KINDS = [
  ['ExcludeLowercase', 'a-z'],
  ['ExcludeUppercase', 'A-Z'],
  ['ExcludeNumbers', '0-9'],
  ['ExcludePunctuation', '!#$%'],
] as const

/** The options that were used last serve the next field too. */
let lastOptions = START

type Generate = (options: GeneratorOptions) => Promise<string>

function GeneratorForm(props: { readonly generate: Generate; readonly onUse: (password: string) => void }) {
  const { generate } = props
  const [options, setOptions] = useState(lastOptions)
  const [round, setRound] = useState(0)
  const [made, setMade] = useState<string | null>(null)
  const [error, setError] = useState<CofferErrorLike | null>(null)
  useEffect(() => {
    let isCurrent = true
    generate(options).then(
      (password) => {
        if (!isCurrent) return
        setMade(password)
        setError(null)
        lastOptions = options
      },
      (thrown: CofferErrorLike) => {
        if (!isCurrent) return
        setMade(null)
        setError(thrown)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [generate, options, round])
  const change = (part: Partial<GeneratorOptions>) => setOptions({ ...options, ...part })
  return (
    <div className="flex w-80 flex-col gap-3 p-3">
      <div className="flex min-h-[52px] items-start gap-1 rounded-md bg-sunken py-1.5 pr-1 pl-2.5">
        <output aria-label="Generated password" className="mono selectable max-h-32 min-w-0 flex-1 overflow-auto py-0.5 break-all whitespace-pre-wrap">
          {made}
        </output>
        <IconButton label="Another one" icon={<RefreshCw size={14} />} onPress={() => setRound(round + 1)} />
      </div>
      {error === null ? null : <ErrorNote error={error} />}
      <NumberField label="Length" value={options.PasswordLength} onChange={(PasswordLength) => change({ PasswordLength })} minimum={1} maximum={4096} />
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {KINDS.map(([option, label]) => (
          <Checkbox key={option} isSelected={!options[option]} onChange={(isIncluded) => change({ [option]: !isIncluded })}>
            <span className="mono">{label}</span>
          </Checkbox>
        ))}
        <Checkbox isSelected={options.IncludeSpace} onChange={(IncludeSpace) => change({ IncludeSpace })}>
          space
        </Checkbox>
      </div>
      <Checkbox isSelected={options.RequireEachIncludedType} onChange={(RequireEachIncludedType) => change({ RequireEachIncludedType })}>
        At least one of each kind
      </Checkbox>
      <TextField label="Never these characters" value={options.ExcludeCharacters} onChange={(ExcludeCharacters) => change({ ExcludeCharacters })} mono maxLength={4096} />
      <Button variant="primary" isDisabled={made === null} onPress={() => (made === null ? undefined : props.onUse(made))}>
        Use this password
      </Button>
    </div>
  )
}

/** A button that opens the password generator for one field. `generate` asks AWS's own generator in the vault. */
export function PasswordGenerator(props: { readonly label: string; readonly generate: Generate; readonly onUse: (password: string) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <IconButton label={props.label} icon={<WandSparkles size={16} />} />
      <Popover placement="bottom end" offset={4} className="appear rounded-lg bg-panel shadow-float">
        <Dialog aria-label="Password generator" className="no-ring outline-none">
          <GeneratorForm
            generate={props.generate}
            onUse={(password) => {
              setIsOpen(false)
              props.onUse(password)
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
