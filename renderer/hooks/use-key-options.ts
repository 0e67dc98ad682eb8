import { useMemo } from 'react'
import { keyTitle } from '../store/keys.ts'
import { useStore } from '../store/store.ts'

/** The value that stands for the key AWS takes when none is named. */
export const DEFAULT_KEY = 'default'

/** KMS keys that can encrypt a secret, the default one first, for a drop-down. */
export function useKeyOptions(): readonly { readonly value: string; readonly label: string; readonly hint?: string }[] {
  const items = useStore((state) => state.keys.items)
  return useMemo(() => {
    const usable = items.filter((item) => item.metadata.KeyState === 'Enabled' && item.metadata.KeySpec === 'SYMMETRIC_DEFAULT' && !item.aliases.includes('alias/aws/secretsmanager'))
    return [{ value: DEFAULT_KEY, label: 'aws/secretsmanager', hint: 'default' }, ...usable.map((item) => ({ value: item.metadata.Arn, label: keyTitle(item).replace(/^alias\//, '') }))]
  }, [items])
}
