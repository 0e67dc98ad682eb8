import { Notification } from 'electron'
import type { Preferences } from '../../shared/ipc/contract.ts'

export interface RotationNoticesOptions {
  readonly preference: () => Preferences['rotationNotices']
  /** Brings the window to the front and shows the rotations. */
  readonly onPress: () => void
}

/**
 * Tells of failed rotations through the system, where others may look over one's shoulder: the secret's name stands in it only
 * if the person wants that. Failures that come while one is still shown become one notice with their count.
 */
export function createRotationNotices({ preference, onPress }: RotationNoticesOptions): { failed(name: string): void } {
  let shown: { readonly notice: Notification; readonly count: number } | null = null
  return {
    failed(name) {
      const wanted = preference()
      if (wanted === 'off' || !Notification.isSupported()) return
      const count = (shown?.count ?? 0) + 1
      shown?.notice.close()
      const notice = new Notification(rotationNotice(wanted === 'with-name' ? name : null, count))
      const forget = (): void => {
        if (shown?.notice === notice) shown = null
      }
      shown = { notice, count }
      notice.on('close', forget)
      notice.on('click', () => {
        forget()
        onPress()
      })
      notice.show()
    },
  }
}

/** The words of a notice; `name` is null where nobody may read it. */
export function rotationNotice(name: string | null, count: number): { readonly title: string; readonly body: string } {
  const next = 'Coffer tries again by itself. Open it to see why and which password works.'
  if (count > 1) return { title: `${count} rotations failed`, body: next }
  return { title: 'A rotation failed', body: name === null ? next : `${name}. ${next}` }
}
