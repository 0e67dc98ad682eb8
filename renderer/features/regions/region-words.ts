import type { ChipTone } from '../../components/chip.tsx'
import { bytesText } from '../../components/bytes.tsx'
import type { RegionFolder, RegionStatus } from '../../store/regions.ts'

const STATE: Readonly<Record<RegionStatus['State'], { readonly word: string; readonly tone: ChipTone; readonly title: string; readonly text: string }>> = {
  attached: { word: 'attached', tone: 'neutral', title: '', text: '' },
  detached: {
    word: 'detached',
    tone: 'neutral',
    title: 'This region is detached',
    text: 'Its disk can be away. Calls to it, by the window, the command line and the endpoint, are refused until you attach it again; changes for its replicas wait in the other regions.',
  },
  unreachable: {
    word: 'unreachable',
    tone: 'red',
    title: 'The file of this region cannot be reached',
    text: 'Bring its disk back and it goes on by itself. Meanwhile calls to it are refused, and changes for its replicas wait in the other regions.',
  },
  older: {
    word: 'older',
    tone: 'amber',
    title: 'The file of this region is older than the last one seen here',
    text: 'It was put back from a copy, or another program changed it. It stays closed until you decide: find the newer file, or take this one as it is.',
  },
  tampered: {
    word: 'damaged',
    tone: 'red',
    title: 'The file of this region is damaged, or was changed by something else',
    text: 'Its seal does not match what Coffer wrote, or it cannot be read. It stays closed, and calls to it are refused; the other regions go on, and changes for its replicas wait in them. Keep the file. If you have a whole copy of it, attach that one; or attach it as it is, to take out what still opens. To begin anew without it, move the file away first: what is replicated there is then delivered again.',
  },
}

/** A word, a colour and what it means for one state of a region's store. */
export function stateWords(state: RegionStatus['State']) {
  return STATE[state]
}

/** `/media/stick` of `/media/stick/eu-west-1.db`, on any system. */
export function folderOf(place: string): string {
  return place.slice(0, Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')))
}

/** `1 secret`, `12 secrets`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** A size on a disk: `3.1 GB`, below that as everywhere. */
export function sizeText(bytes: number): string {
  return bytes < 1_000_000_000 ? bytesText(bytes) : `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/** A short span with its unit: `12 ms`, `1.4 s`, `3 min`, `2 h`, `5 d`. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)} h`
  return `${Math.floor(ms / 86_400_000)} d`
}

/** Why a folder cannot hold a region's store, or null. */
export function folderProblem(folder: RegionFolder): string | null {
  if (!folder.Exists) return 'There is no such folder. Give the whole path of a folder that is there.'
  if (!folder.Writable) return 'This folder cannot be written to.'
  if (folder.HasFile) return 'A file of this region lies there already. Choose another folder, or attach that file.'
  return null
}

/** What is unwise about a folder that can hold a region's store, or null. */
export function folderWarning(folder: RegionFolder): string | null {
  if (folder.Risk?.Code === 'FolderSynced') return `${folder.Risk.Name} synchronises this folder: it copies the file while it is written and may bring back an older one, which Coffer then refuses to open without asking you. A disk of your own is safer.`
  if (folder.Risk !== undefined) return `This is a network disk (${folder.Risk.Name}). When the connection breaks the region is unreachable and changes wait; two computers must never use the file at once.`
  return null
}
