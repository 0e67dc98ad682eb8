import type { EditorView } from '@codemirror/view'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { CodeEditor } from '../../components/code-editor.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useIdentities } from '../../hooks/use-identities.ts'
import { kindOfSubject, limitOfSubject, type PolicySubject, writePolicy } from '../../store/policies.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { goToOffset, goToStatement, policyExtensions, showNames, showProblems, unknownActions } from './policy-extensions.ts'
import { PolicyJudgement } from './policy-judgement.tsx'
import { PolicyReview } from './policy-review.tsx'
import { addStatements, EMPTY_POLICY, formatPolicy, policySize } from './policy-text.ts'
import { subjectMeaning, subjectTitle } from './subject-words.ts'
import { TemplatePanel } from './template-panel.tsx'
import { useCheckedPolicy } from './use-checked-policy.ts'
import { usePolicyNames } from './use-policy-names.ts'

interface PolicyFormProps {
  readonly subject: PolicySubject
  /** The document as it is, or null where there is none. */
  readonly stored: string | null
  /** The statement to open at, counted from 0. */
  readonly statement: number | null
}

/** The text, what it means, ready-made statements; then what changes, and only then it is stored. */
export function PolicyForm({ subject, stored, statement }: PolicyFormProps) {
  const [text, setText] = useState(stored ?? EMPTY_POLICY)
  const [isReview, setIsReview] = useState(false)
  const [blockPublicPolicy, setBlockPublicPolicy] = useState(true)
  const { identities } = useIdentities()
  const kind = kindOfSubject(subject)
  const { checked, isCurrent, error } = useCheckedPolicy(subject, text)
  const names = usePolicyNames(subject, identities)
  const extensions = useMemo(() => policyExtensions(kind), [kind])
  const [view, setView] = useState<EditorView | null>(null)
  useEffect(() => {
    if (view !== null) showNames(view, names)
  }, [view, names])
  useEffect(() => {
    if (view !== null && checked !== null && isCurrent) showProblems(view, checked)
  }, [view, checked, isCurrent])
  useEffect(() => {
    if (view !== null && statement !== null) goToStatement(view, statement)
  }, [view, statement])

  const saving = useAction(async () => {
    await writePolicy(subject, text, subject.type === 'secret' ? { blockPublicPolicy } : {})
    closeDialog()
    notify({ kind: 'done', text: 'Saved the policy. It counts from the next call on.' })
  })
  const isRight = checked !== null && isCurrent && checked.Problems.length === 0
  const isChanged = text !== (stored ?? EMPTY_POLICY)
  const limit = limitOfSubject(subject)
  const formatted = formatPolicy(text)
  const isPublic = checked?.Statements.some(({ Broad }) => Broad) === true

  return (
    <Dialog
      title={subjectTitle(subject)}
      description={subjectMeaning(subject)}
      width="wide"
      hasEdits={isChanged}
      isBusy={saving.pending}
      onClose={closeDialog}
      footer={
        isReview ? (
          <>
            <Button onPress={() => setIsReview(false)}>Back</Button>
            <Button variant="primary" onPress={saving.run} isPending={saving.pending}>
              Save policy
            </Button>
          </>
        ) : (
          <>
            <span className="min-w-0 flex-1 truncate text-sm text-muted">{problemText(checked?.Problems.length ?? 0, isChanged)}</span>
            <Button onPress={closeDialog}>Cancel</Button>
            <Button variant="primary" isDisabled={!isRight || !isChanged} onPress={() => setIsReview(true)}>
              Review changes
            </Button>
          </>
        )
      }
    >
      {isReview ? (
        <PolicyReview subject={subject} before={stored ?? ''} after={text} checked={checked} error={saving.error} />
      ) : (
        <div className="grid min-h-[420px] grid-cols-[minmax(0,1.35fr)_minmax(280px,1fr)] gap-5 max-[860px]:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-2">
            <div className="min-h-0 flex-1 basis-[400px]">
              <CodeEditor aria-label="Policy document" value={text} onChange={setText} language="json" extensions={extensions} onView={setView} autoFocus={statement === null} />
            </div>
            <div className="flex items-center gap-2">
              <Button isDisabled={formatted === null || formatted === text} onPress={() => setText(formatted ?? text)}>
                Format
              </Button>
              <span className="flex-1 text-right text-sm text-faint tabular-nums">
                {policySize(text, limit.countsWhitespace).toLocaleString('en')} of {limit.characters.toLocaleString('en')} characters
              </span>
            </div>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <PolicyJudgement
              checked={checked}
              error={error}
              unknown={view === null ? [] : unknownActions(view).map(({ text: action }) => action)}
              onStatement={(index) => view !== null && goToStatement(view, index)}
              onOffset={(offset) => view !== null && goToOffset(view, offset)}
            />
            {subject.type === 'secret' ? (
              <Checkbox isSelected={blockPublicPolicy} onChange={setBlockPublicPolicy}>
                <span>
                  Block public access
                  <span className="block text-sm text-muted">{isPublic && blockPublicPolicy ? 'This policy lets anybody in: saving it will be refused.' : 'Refuse to save a policy that lets anybody in (BlockPublicPolicy).'}</span>
                </span>
              </Checkbox>
            ) : null}
            <TemplatePanel
              subject={subject}
              identities={identities}
              problem={addStatements(text, []) === null ? 'Correct the JSON first.' : null}
              onAdd={(statements) => setText(addStatements(text, statements) ?? text)}
            />
          </div>
        </div>
      )}
    </Dialog>
  )
}

function problemText(count: number, isChanged: boolean): string {
  if (!isChanged || count === 0) return ''
  return count === 1 ? 'One problem to solve before it can be saved.' : `${count} problems to solve before it can be saved.`
}
