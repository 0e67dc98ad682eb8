import { useRef, useState } from 'react'
import type { EditedValue } from '../../components/value-editor.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { ChosenFile } from '../../store/chosen-files.ts'
import { createSecret, newRequestToken } from '../../store/secret-values.ts'
import { showNewSecret } from '../../store/show-secret.ts'
import { closeDialog } from '../../store/view.ts'
import type { TemplateId } from './kind-picker.tsx'
import { useNameProblem } from './name-field.tsx'
import { contentOf, templateText } from './new-value.ts'
import { tagProblem, type TagRow } from './tag-rows.tsx'

const startOf = (kind: TemplateId): EditedValue => ({ text: templateText(kind), problem: null })

/** The state of the form for a new secret. What was typed for one kind is kept while another is looked at. */
export function useNewSecret(initialName: string) {
  const [kind, setKind] = useState<TemplateId>('database')
  const [name, setName] = useState(initialName)
  const [values, setValues] = useState<Partial<Record<TemplateId, EditedValue>>>({})
  const [file, setFile] = useState<ChosenFile | null>(null)
  const [description, setDescription] = useState('')
  const [kmsKeyId, setKmsKeyId] = useState<string | null>(null)
  const [tags, setTags] = useState<readonly TagRow[]>([])
  const token = useRef({ of: '', token: '' })

  const edited = values[kind] ?? startOf(kind)
  const value = contentOf(kind, edited, file)
  const nameProblem = useNameProblem(name)
  const problem = nameProblem ?? value.problem ?? tagProblem(tags)
  const creating = useAction(async () => {
    if (value.content === null) return
    const secret = {
      name,
      content: value.content,
      description,
      kmsKeyId,
      tags: tags.filter((tag) => tag.key.trim() !== '').map((tag) => ({ Key: tag.key.trim(), Value: tag.value })),
    }
    // The same form sent again after a lost answer makes nothing twice.
    const identity = JSON.stringify(secret)
    if (token.current.of !== identity) token.current = { of: identity, token: newRequestToken() }
    const arn = await createSecret(secret, token.current.token)
    closeDialog()
    await showNewSecret(arn)
  })
  const hasTyped = Object.entries(values).some(([id, typed]) => typed.text !== templateText(id as TemplateId))
  return {
    kind, setKind, name, setName, file, setFile, description, setDescription, kmsKeyId, setKmsKeyId, tags, setTags,
    edited,
    setEdited: (next: EditedValue) => setValues((before) => ({ ...before, [kind]: next })),
    problem,
    /** What of it the field of the name says itself. */
    nameProblem,
    creating,
    hasEdits: name !== initialName || hasTyped || file !== null || description !== '' || tags.length > 0,
  }
}
