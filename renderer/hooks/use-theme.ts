import { useEffect } from 'react'
import { useStore } from '../store/store.ts'

/** Puts theme and density of the preferences on the document, where the styles look for them. */
export function useTheme(): void {
  const theme = useStore((state) => state.preferences.theme)
  const compactRows = useStore((state) => state.preferences.compactRows)
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.toggleAttribute('data-compact', compactRows)
  }, [theme, compactRows])
}
