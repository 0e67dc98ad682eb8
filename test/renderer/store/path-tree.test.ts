import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addName, emptyTree, type Folder, folderRows, removeName } from '../../../renderer/store/path-tree.ts'

function treeOf(...names: string[]): Folder {
  const tree = emptyTree()
  for (const name of names) addName(tree, name)
  return tree
}

function shown(tree: Folder, ...expanded: string[]): string[] {
  return folderRows(tree, new Set(expanded)).map((row) => `${'  '.repeat(row.level - 1)}${row.folder.path} ${row.folder.count}`)
}

describe('the tree of folders', () => {
  const names = ['prod/web/a', 'prod/web/b', 'prod/db', 'dev/x', 'alone', '/leading', 'a//b']

  test('shows folders by name with what is below them, opened ones with theirs', () => {
    expect(shown(treeOf(...names), 'prod/')).toEqual(['/ 1', 'a/ 1', 'dev/ 1', 'prod/ 3', '  prod/web/ 2'])
  })

  test('takes names with empty segments as AWS allows them', () => {
    expect(shown(treeOf('a//b'), 'a/')).toEqual(['a/ 1', '  a// 1'])
  })

  test('removing names leaves the tree as if they had never been', () => {
    const name = fc.array(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}n`)
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (kept, gone) => {
        const tree = treeOf(...kept, ...gone)
        for (const one of gone) removeName(tree, one)
        expect(tree).toEqual(treeOf(...kept))
      }),
    )
  })
})
