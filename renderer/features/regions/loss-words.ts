import { utcSecondText } from '../../../shared/utc-text.ts'
import type { RegionLoss } from '../../store/regions.ts'
import { countText, spanText } from './region-words.ts'

type Fate = RegionLoss['Secrets'][number]

/** The answer to "what if this region's store were lost now", in a sentence or three. */
export function lossSummary(loss: RegionLoss): string {
  const total = loss.SurvivingCount + loss.StaleCount + loss.LostCount
  if (total === 0) return `No secret has its primary in ${loss.Region}: nothing would be lost but replicas, which their primaries make anew.`
  const all = loss.LostCount === 0 && loss.StaleCount === 0
  const first = all
    ? `Nothing would be lost: ${total === 1 ? 'its one secret is' : `all ${countText(total, 'secret')} are`} whole in another region.`
    : `Of ${countText(total, 'secret')}, ${loss.LostCount === 0 ? 'none' : loss.LostCount.toLocaleString('en')} would be lost for good, ${loss.StaleCount.toLocaleString('en')} would survive without the last changes, and ${loss.SurvivingCount.toLocaleString('en')} would survive whole.`
  const keys = loss.CustomerKeyCount === 0 ? '' : ` ${countText(loss.CustomerKeyCount, 'KMS key')} of your own would go with it: what programs encrypted with ${loss.CustomerKeyCount === 1 ? 'it' : 'them'} could not be decrypted any more.`
  const home = loss.Home ? ' It is the home region: Coffer goes on with another region as the new home, which has a copy of accounts, users and roles.' : ''
  return first + keys + home
}

/** What becomes of one secret. */
export function fateWords(secret: Fate): string {
  switch (secret.Fate) {
    case 'whole':
      return `whole in ${secret.SurvivesIn ?? 'another region'}`
    case 'stale':
      return `in ${secret.SurvivesIn ?? 'another region'}, ${spanText(secret.AgeMs ?? 0)} old${secret.VersionsLost > 0 ? `, without ${countText(secret.VersionsLost, 'version')}` : ''}`
    case 'lost':
      return `lost with ${countText(secret.VersionsLost, 'version')}`
  }
}

/** Lost ones first, then those that are behind. */
export function byFate(secrets: readonly Fate[]): readonly Fate[] {
  const rank = { lost: 0, stale: 1, whole: 2 } as const
  return secrets.toSorted((left, right) => rank[left.Fate] - rank[right.Fate] || (left.Name < right.Name ? -1 : 1))
}

/** The report as a text to keep or to send. Names, no values. */
export function lossReport(loss: RegionLoss, nowMs: number): string {
  const lines = byFate(loss.Secrets).map((secret) => `${secret.Fate.padEnd(6)}  ${secret.Name}  (${fateWords(secret)})`)
  return [`What the loss of region ${loss.Region} would cost, ${utcSecondText(nowMs)}`, '', lossSummary(loss), '', ...lines, ''].join('\n')
}
