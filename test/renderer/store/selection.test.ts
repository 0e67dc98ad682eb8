import { beforeEach, describe, expect, test } from 'vitest'
import { clearSelection, moveFocus, rowAfter, select, selectAll, selectedInOrder } from '../../../renderer/store/selection.ts'
import { initialState } from '../../../renderer/store/state.ts'
import { patch, store } from '../../../renderer/store/store.ts'

beforeEach(() => {
  store.setState(initialState(), true)
  patch('secrets', { order: ['a', 'b', 'c', 'd', 'e'] })
})

const state = () => {
  const { selectedArns, focusedArn } = store.getState().selection
  return { selected: [...selectedArns].toSorted().join(''), focused: focusedArn }
}

describe('selecting as in a file manager', () => {
  test('a click selects one', () => {
    select('b')
    select('d')
    expect(state()).toEqual({ selected: 'd', focused: 'd' })
  })

  test('Ctrl adds and removes one', () => {
    select('b')
    select('d', 'toggle')
    expect(state()).toEqual({ selected: 'bd', focused: 'd' })
    select('b', 'toggle')
    expect(state()).toEqual({ selected: 'd', focused: 'b' })
  })

  test('Shift extends from the anchor, forwards and back again', () => {
    select('b')
    select('d', 'extend')
    expect(state()).toEqual({ selected: 'bcd', focused: 'd' })
    select('a', 'extend')
    expect(state()).toEqual({ selected: 'ab', focused: 'a' })
  })

  test('arrows move, Shift with arrows extends, both stay inside', () => {
    moveFocus(1, 'only')
    expect(state()).toEqual({ selected: 'a', focused: 'a' })
    moveFocus(1, 'extend')
    moveFocus(1, 'extend')
    expect(state()).toEqual({ selected: 'abc', focused: 'c' })
    moveFocus(1_000_000, 'only')
    expect(state()).toEqual({ selected: 'e', focused: 'e' })
    moveFocus(-1_000_000, 'extend')
    expect(state()).toEqual({ selected: 'abcde', focused: 'a' })
  })

  test('up from nothing goes to the last row', () => {
    moveFocus(-1, 'only')
    expect(state()).toEqual({ selected: 'e', focused: 'e' })
  })

  test('End from nothing goes to the last row, Home to the first', () => {
    moveFocus(1_000_000, 'only')
    expect(state()).toEqual({ selected: 'e', focused: 'e' })
    clearSelection()
    moveFocus(-1_000_000, 'only')
    expect(state()).toEqual({ selected: 'a', focused: 'a' })
  })

  test('all is what is shown, and actions take it in the order shown', () => {
    selectAll()
    expect(selectedInOrder()).toEqual(['a', 'b', 'c', 'd', 'e'])
    clearSelection()
    expect(selectedInOrder()).toEqual([])
  })

  test('an action takes only what the filter still shows when several are selected', () => {
    selectAll()
    patch('secrets', { order: ['a', 'b'] })
    expect(selectedInOrder()).toEqual(['a', 'b'])
  })

  test.each([
    [['b'], 'c'],
    [['b', 'd'], 'e'],
    [['d', 'e'], 'c'],
    [['a', 'b', 'c', 'd', 'e'], null],
    [['not shown'], null],
  ])('when %j leave the list, %s is next', (leaving, next) => {
    expect(rowAfter(leaving)).toBe(next)
  })
})
