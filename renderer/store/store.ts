import { useStore as useZustandStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { initialState, type State } from './state.ts'

/** The one store of the window. It never holds a secret value. Changed only by the functions in this folder. */
export const store = createStore<State>(() => initialState())

/** Subscribes a component to a part of the state; the selector must return a stable reference. */
export function useStore<T>(selector: (state: State) => T): T {
  return useZustandStore(store, selector)
}

type Slice = { [K in keyof State]: State[K] extends readonly unknown[] ? never : K }[keyof State]

/** Changes members of one slice. */
export function patch<K extends Slice>(slice: K, change: Partial<State[K]>): void {
  store.setState((state) => ({ ...state, [slice]: { ...state[slice], ...change } }))
}

/** Forgets everything but the preferences: what a sealed window may know. */
export function wipeStore(): void {
  store.setState((state) => ({ ...initialState(), preferences: state.preferences }), true)
}
