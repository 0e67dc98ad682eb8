import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { Kbd } from '../../components/kbd.tsx'
import { useReturnFocus } from '../../components/return-focus.ts'
import { SecretName } from '../../components/secret-name.tsx'
import { store, useStore } from '../../store/store.ts'
import { closePalette, rememberRecent } from '../../store/view.ts'
import { type PaletteItem, paletteItems } from './palette-items.ts'

function Option(props: { readonly item: PaletteItem; readonly id: string; readonly isOn: boolean; readonly onRun: () => void; readonly onPoint: () => void }) {
  const { item, isOn } = props
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={isOn}
      onMouseMove={props.onPoint}
      onClick={props.onRun}
      className={`flex h-[34px] items-center gap-2.5 px-3.5 ${isOn ? 'bg-accent-soft' : ''}`}
    >
      {item.isName ? <SecretName name={item.label} /> : <span className="flex-none">{item.label}</span>}
      {item.subject === undefined ? null : <span className="mono min-w-0 truncate text-muted">{item.subject}</span>}
      <span className="flex-1" />
      {item.badge === undefined ? isOn ? <Kbd>Enter</Kbd> : null : <Kbd>{item.badge}</Kbd>}
    </div>
  )
}

function PaletteBody() {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  useReturnFocus()
  const list = useRef<HTMLDivElement>(null)
  const revision = useStore((state) => state.secrets.revision)
  const keys = useStore((state) => state.keys.items)
  // The state is read when the palette opens and at each keystroke; secrets and keys that arrive meanwhile count too.
  // oxlint-disable-next-line react/exhaustive-deps
  const items = useMemo(() => paletteItems(query, store.getState()), [query, revision, keys])
  const on = Math.min(at, items.length - 1)
  useEffect(() => {
    document.getElementById(`${listId}-${on}`)?.scrollIntoView({ block: 'nearest' })
  }, [listId, on])

  function run(item: PaletteItem | undefined): void {
    if (item === undefined) return
    rememberRecent(item.id)
    closePalette()
    // After the palette has given the focus back, so that what runs may move it.
    requestAnimationFrame(item.run)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const move = moves[event.key]
    if (move !== undefined) {
      event.preventDefault()
      const next = on + move
      setAt(Math.abs(move) === 1 ? (next + items.length) % Math.max(1, items.length) : Math.max(0, Math.min(items.length - 1, next)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (!event.repeat) run(items[on])
    }
  }

  return (
    <>
      <input
        autoFocus
        role="combobox"
        aria-label="Search or run a command"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        {...(items.length > 0 ? { 'aria-activedescendant': `${listId}-${on}` } : {})}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        spellCheck={false}
        autoComplete="off"
        placeholder="Search or run a command"
        className="no-ring h-11 w-full flex-none border-b border-line bg-transparent px-3.5 text-md outline-none"
      />
      <div ref={list} id={listId} role="listbox" aria-label="Results" className="min-h-0 flex-1 overflow-auto pb-1">
        {items.map((item, index) => (
          <div key={item.id} role="presentation">
            {item.group === items[index - 1]?.group ? null : (
              <div role="presentation" className="px-3.5 pt-2 pb-1 text-xs font-medium text-faint">
                {item.group}
              </div>
            )}
            <Option item={item} id={`${listId}-${index}`} isOn={index === on} onRun={() => run(item)} onPoint={() => setAt(index)} />
          </div>
        ))}
        {items.length === 0 ? <p className="px-3.5 py-4 text-muted">Nothing matches. Names, descriptions, tags and JSON keys are searched, never values.</p> : null}
      </div>
    </>
  )
}

/** The way to every command, secret, key and section, on Ctrl/Cmd+K. */
export function Palette() {
  const isOpen = useStore((state) => state.view.paletteOpen)
  if (!isOpen) return null
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => open || closePalette()} className="fixed inset-0 z-30 flex justify-center bg-scrim px-4 pt-24">
      <Modal className="appear h-fit w-[560px] max-w-full">
        <Dialog aria-label="Command palette" className="no-ring flex max-h-[min(480px,calc(100vh-128px))] flex-col overflow-hidden rounded-xl bg-panel shadow-float outline-none">
          <PaletteBody />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
