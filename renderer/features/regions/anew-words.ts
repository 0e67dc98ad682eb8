import { countText } from './region-words.ts'

type Counts = ReadonlyMap<string, number>

/** What comes back by itself into a region that is begun anew: replicas, by the region of their primaries. */
export function deliveredAgainWords(incoming: Counts): string {
  const total = sum(incoming)
  if (total === 0) return 'Nothing: no secret of this account is replicated to it.'
  return `${countText(total, 'replica')} with all versions, from ${total === 1 ? 'its primary' : 'their primaries'} in ${listed([...incoming.keys()])}.`
}

/** What has lost its primary for good: replicas, by the region that they are in. */
export function strandedWords(outgoing: Counts, region: string): string {
  const total = sum(outgoing)
  return `${countText(total, 'replica')} in ${listed([...outgoing.keys()])} ${total === 1 ? 'has its' : 'have their'} primary in ${region}. ${total === 1 ? 'It stays and can be read, but follows' : 'They stay and can be read, but follow'} nothing any more: promote ${total === 1 ? 'it' : 'them'} there to go on.`
}

function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
