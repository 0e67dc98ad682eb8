import { ModeSwitch } from '../../components/mode-switch.tsx'
import { Pane } from '../../components/pane.tsx'
import { explain } from '../../store/explain.ts'
import { useStore } from '../../store/store.ts'
import { Answer } from './answer.tsx'
import { QuestionForm } from './question-form.tsx'
import { WhoMatrix } from './who-matrix.tsx'

const MODES = [
  { id: 'call', label: 'One call' },
  { id: 'who', label: 'Who may' },
] as const

/** Why a call is allowed or refused, and who may do what with a secret. */
export function ExplainSection() {
  const question = useStore((state) => state.view.explain)
  return (
    <Pane title="Explain access" scrolls={false} tools={<ModeSwitch aria-label="What to explain" modes={MODES} value={question.mode} onChange={(mode) => explain({ mode })} />}>
      {question.mode === 'who' ? (
        <WhoMatrix secretArn={question.secretArn} />
      ) : (
        <div className="grid h-full grid-cols-[minmax(240px,320px)_minmax(0,1fr)]">
          <div className="min-h-0 overflow-y-auto border-r border-line px-4 py-3.5">
            <QuestionForm question={question} />
          </div>
          <div className="min-h-0 overflow-y-auto bg-bg px-4 py-3.5" tabIndex={0} role="region" aria-label="Answer">
            <Answer question={question} />
          </div>
        </div>
      )}
    </Pane>
  )
}
