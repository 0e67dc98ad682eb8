import { useState } from 'react'
import { app } from '../api/coffer-api.ts'
import type { RecoveryKit } from '../../shared/recovery-kit.ts'
import { askedPositions, isSameRecoveryGroup, recoveryGroups } from '../../shared/recovery-code.ts'
import { randomBelow } from '../api/random-below.ts'
import { copyText } from '../store/clipboard.ts'
import { notify, notifyError } from '../store/toasts.ts'
import { confirmRecoveryKit, saveRecoveryKit } from '../store/vault.ts'

/** What a person does with a new kit: keep it, then type two groups of it back. */
export function useRecoveryKit(kit: RecoveryKit) {
  const groups = recoveryGroups(kit.code)
  const [positions] = useState(() => askedPositions(groups.length, randomBelow))
  const [typed, setTyped] = useState<readonly [string, string]>(['', ''])

  const print = () => {
    app('print', undefined).catch(notifyError)
  }
  const copy = () => {
    copyText(kit.code, { secret: true, what: 'the recovery code' }).catch(notifyError)
  }
  const save = () => {
    saveRecoveryKit(kit).then((path) => path !== null && notify({ kind: 'done', text: `The recovery kit was saved to ${path}. Move it off this computer.` }), notifyError)
  }
  const confirm = () => confirmRecoveryKit(positions.map((Position, index) => ({ Position, Text: typed[index] ?? '' })))

  const isConfirmed = positions.every((position, index) => isSameRecoveryGroup(typed[index] ?? '', groups[position - 1] ?? ''))
  return { positions, typed, setTyped, isConfirmed, print, copy, save, confirm }
}
