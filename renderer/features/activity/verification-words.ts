import { asSentence } from '../../../shared/sentence.ts'

/** What walking the chain found, and what it means. */
export function verificationWords(result: { readonly Intact: boolean; readonly EventCount: number; readonly Problem?: string | undefined }): { readonly title: string; readonly text: string } {
  const count = `${result.EventCount.toLocaleString('en')} ${result.EventCount === 1 ? 'entry' : 'entries'}`
  if (result.Intact) return { title: 'The record is whole', text: `${count}, each sealed to the one before it. None was changed, moved or taken out.` }
  return {
    title: 'The record was changed or damaged',
    text: `${asSentence(result.Problem ?? 'The chain is broken')} Whole up to there: ${count}. The secrets themselves are sealed apart from it and are not affected. Keep the audit folder as it is.`,
  }
}
