import { useEffect } from 'react'
import { loadFunctions } from '../store/functions.ts'
import type { FunctionsSlice } from '../store/state.ts'
import { useStore } from '../store/store.ts'

/** The rotation functions of the chosen account and region; read when first asked for. */
export function useFunctions(): FunctionsSlice {
  const functions = useStore((state) => state.functions)
  const accountId = useStore((state) => state.session.accountId)
  const region = useStore((state) => state.session.region)
  useEffect(() => void loadFunctions(), [accountId, region])
  return functions
}
