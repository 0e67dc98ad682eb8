import { lazy, Suspense, useState } from 'react'
import { type EditedField, fieldProblems, fieldsOf, formattedJson, sizeInBytes, tableProblem, textOfFields } from '../../shared/secret-edit/edited-fields.ts'
import { findJsonProblem } from '../../shared/secret-kinds/json-problem.ts'
import { Button } from './button.tsx'
import { KeyValueEditor, nextFieldId } from './key-value-editor.tsx'
import { ModeSwitch } from './mode-switch.tsx'
import type { GeneratorOptions } from './password-generator.tsx'
import { SizeMeter } from './size-meter.tsx'
import { Spinner } from './spinner.tsx'

const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))

export type EditorMode = 'table' | 'json' | 'text'
const MODES = [
  { id: 'table', label: 'Table' },
  { id: 'json', label: 'JSON' },
  { id: 'text', label: 'Text' },
] as const

/** The value as it would be saved, and what keeps it from that. */
export interface EditedValue {
  readonly text: string
  readonly problem: string | null
}

/** The way to edit a text that shows it best. */
export function bestMode(text: string): EditorMode {
  if (text.trim() !== '' && tableProblem(text) === null) return 'table'
  return /^\s*[[{]/.test(text) ? 'json' : 'text'
}

function problemOf(mode: EditorMode, text: string, fields: readonly EditedField[]): string | null {
  if (mode === 'table') return [...fieldProblems(fields).values()][0] ?? null
  if (mode === 'text') return null
  const problem = findJsonProblem(text)
  return problem?.severity === 'error' ? `Line ${problem.line}, column ${problem.column}: ${problem.message}` : null
}

/** Edits a secret string as a table, as JSON or as plain text. Nothing typed is lost by going from one to another. */
export function ValueEditor(props: {
  readonly initialText: string
  readonly initialMode: EditorMode
  readonly initialFields?: readonly EditedField[]
  readonly onChange: (edited: EditedValue) => void
  readonly generate: (options: GeneratorOptions) => Promise<string>
  readonly placeholders?: ReadonlyMap<string, string>
  readonly autoFocus?: boolean
}) {
  const { onChange } = props
  const [initialText] = useState(props.initialText)
  const [mode, setMode] = useState(props.initialMode)
  const [text, setText] = useState(initialText)
  const [fields, setFields] = useState<readonly EditedField[]>(() => props.initialFields ?? fieldsOf(initialText, nextFieldId))
  const [refusal, setRefusal] = useState<string | null>(null)

  function change(nextMode: EditorMode, nextText: string, nextFields: readonly EditedField[]): void {
    setMode(nextMode)
    setText(nextText)
    setFields(nextFields)
    setRefusal(null)
    onChange({ text: nextText, problem: problemOf(nextMode, nextText, nextFields) })
  }
  function changeFields(next: readonly EditedField[]): void {
    // Rows that are back as they were keep the text's own spacing.
    const written = textOfFields(next, initialText)
    change('table', written === textOfFields(fieldsOf(initialText, nextFieldId), initialText) ? initialText : written, next)
  }
  function changeMode(next: EditorMode): void {
    if (next !== 'table') change(next, text, fields)
    else {
      const problem = tableProblem(text)
      if (problem === null) change('table', text, fieldsOf(text, nextFieldId))
      else setRefusal(problem)
    }
  }
  const problem = refusal ?? problemOf(mode, text, fields)
  const formatted = mode === 'json' ? formattedJson(text) : null
  return (
    <div>
      <div className="mb-2 flex items-center gap-2">
        <ModeSwitch aria-label="Edit as" modes={MODES} value={mode} onChange={changeMode} />
        {formatted !== null && formatted !== text ? (
          <Button variant="quiet" onPress={() => change('json', formatted, fields)}>
            Format
          </Button>
        ) : null}
        <span className="flex-1" />
        <SizeMeter bytes={sizeInBytes(text)} />
      </div>
      {mode === 'table' ? (
        <KeyValueEditor fields={fields} onChange={changeFields} generate={props.generate} autoFocus={props.autoFocus ?? false} {...(props.placeholders === undefined ? {} : { placeholders: props.placeholders })} />
      ) : (
        <div className="h-72">
          <Suspense fallback={<Spinner label="Loading the editor" />}>
            <CodeEditor
              aria-label={mode === 'json' ? 'Value as JSON' : 'Value'}
              value={text}
              onChange={(next) => change(mode, next, fields)}
              language={mode === 'json' ? 'json' : 'text'}
              autoFocus={props.autoFocus ?? false}
            />
          </Suspense>
        </div>
      )}
      {problem === null ? null : (
        <p role="alert" className="mt-1.5 text-sm text-red">
          {problem}
        </p>
      )}
    </div>
  )
}
