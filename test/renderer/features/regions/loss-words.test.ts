import { describe, expect, test } from 'vitest'
import { byFate, fateWords, lossReport, lossSummary } from '../../../../renderer/features/regions/loss-words.ts'

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:'
const whole = { ARN: `${ARN}w`, Name: 'w', Fate: 'whole', SurvivesIn: 'eu-west-1', AgeMs: 0, VersionsLost: 0 } as const
const stale = { ARN: `${ARN}s`, Name: 's', Fate: 'stale', SurvivesIn: 'eu-west-1', AgeMs: 90_000, VersionsLost: 1 } as const
const lost = { ARN: `${ARN}l`, Name: 'l', Fate: 'lost', VersionsLost: 3 } as const
const loss = { Region: 'us-east-1', Home: false, SurvivingCount: 1, StaleCount: 1, LostCount: 1, CustomerKeyCount: 0, Secrets: [whole, stale, lost] } as const

describe('what a loss would cost', () => {
  test.each([
    ['each kind', loss, 'Of 3 secrets, 1 would be lost for good, 1 would survive without the last changes, and 1 would survive whole.'],
    ['nothing', { ...loss, StaleCount: 0, LostCount: 0, SurvivingCount: 2 }, 'Nothing would be lost: all 2 secrets are whole in another region.'],
    ['the only one, safe', { ...loss, StaleCount: 0, LostCount: 0, SurvivingCount: 1 }, 'Nothing would be lost: its one secret is whole in another region.'],
    ['an empty region', { ...loss, StaleCount: 0, LostCount: 0, SurvivingCount: 0 }, 'No secret has its primary in us-east-1: nothing would be lost but replicas, which their primaries make anew.'],
    ['a key', { ...loss, CustomerKeyCount: 1 }, '1 KMS key of your own would go with it: what programs encrypted with it could not be decrypted any more.'],
    ['the home region', { ...loss, Home: true }, 'It is the home region: Coffer goes on with another region as the new home'],
  ])('%s', (_case, given, words) => expect(lossSummary(given)).toContain(words))

  test('each secret says where it survives, how old, and what is missing', () => {
    expect([whole, stale, lost].map(fateWords)).toEqual(['whole in eu-west-1', 'in eu-west-1, 1 min old, without 1 version', 'lost with 3 versions'])
  })

  test('what is lost comes first, and the text has every secret', () => {
    expect(byFate(loss.Secrets).map(({ Name }) => Name)).toEqual(['l', 's', 'w'])
    expect(lossReport(loss, 0).split('\n')).toEqual(['What the loss of region us-east-1 would cost, 1970-01-01 00:00:00 UTC', '', lossSummary(loss), '', 'lost    l  (lost with 3 versions)', 'stale   s  (in eu-west-1, 1 min old, without 1 version)', 'whole   w  (whole in eu-west-1)', ''])
  })
})
