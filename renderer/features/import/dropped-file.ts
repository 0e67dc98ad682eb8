import type { ChosenFile } from '../../store/chosen-files.ts'

/** A file on its way from where it was dropped to the dialog; not in the store, since it may hold values. Taken once. */
let waiting: ChosenFile | null = null

export function leaveDroppedFile(file: ChosenFile): void {
  waiting = file
}

export function takeDroppedFile(): ChosenFile | null {
  const file = waiting
  waiting = null
  return file
}
