/** A folder of the tree that the `/` in names make. `path` ends in `/`; the root's path is empty. */
export interface Folder {
  readonly segment: string
  readonly path: string
  /** Secrets in this folder and below it. */
  count: number
  readonly folders: Map<string, Folder>
}

export function emptyTree(): Folder {
  return { segment: '', path: '', count: 0, folders: new Map() }
}

/** Counts a name in every folder on its way. A leading or double slash makes a folder with an empty segment, as AWS allows such names. */
export function addName(root: Folder, name: string): void {
  root.count += 1
  let folder = root
  let start = 0
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', start)) {
    const segment = name.slice(start, slash)
    start = slash + 1
    let next = folder.folders.get(segment)
    if (next === undefined) {
      next = { segment, path: name.slice(0, start), count: 0, folders: new Map() }
      folder.folders.set(segment, next)
    }
    next.count += 1
    folder = next
  }
}

/** Undoes addName; folders without secrets go. */
export function removeName(root: Folder, name: string): void {
  root.count -= 1
  let folder = root
  let start = 0
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', start)) {
    const segment = name.slice(start, slash)
    start = slash + 1
    const next = folder.folders.get(segment)
    if (next === undefined) return
    next.count -= 1
    if (next.count === 0) {
      folder.folders.delete(segment)
      return
    }
    folder = next
  }
}

export interface FolderRow {
  readonly folder: Folder
  /** 1 for a folder at the top. */
  readonly level: number
  readonly expandable: boolean
  readonly expanded: boolean
}

/** The rows of the tree as they are shown: folders by name, those below an expanded one after it. */
export function folderRows(root: Folder, expanded: ReadonlySet<string>): FolderRow[] {
  const rows: FolderRow[] = []
  function walk(folder: Folder, level: number): void {
    for (const child of [...folder.folders.values()].sort((a, b) => (a.segment < b.segment ? -1 : 1))) {
      const expandable = child.folders.size > 0
      const isExpanded = expandable && expanded.has(child.path)
      rows.push({ folder: child, level, expandable, expanded: isExpanded })
      if (isExpanded) walk(child, level + 1)
    }
  }
  walk(root, 1)
  return rows
}
