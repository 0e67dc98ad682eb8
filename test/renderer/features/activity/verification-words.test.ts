import { expect, test } from 'vitest'
import { verificationWords } from '../../../../renderer/features/activity/verification-words.ts'

test('a broken chain says what is broken and that the secrets are not; a whole one counts its entries', () => {
  expect([verificationWords({ Intact: true, EventCount: 1204 }), verificationWords({ Intact: false, EventCount: 1, Problem: 'Entry 2 was changed' })]).toStrictEqual([
    { title: 'The record is whole', text: '1,204 entries, each sealed to the one before it. None was changed, moved or taken out.' },
    {
      title: 'The record was changed or damaged',
      text: 'Entry 2 was changed. Whole up to there: 1 entry. The secrets themselves are sealed apart from it and are not affected. Keep the audit folder as it is.',
    },
  ])
})
