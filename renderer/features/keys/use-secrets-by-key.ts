import { useMemo } from 'react'
import { findKey } from '../../store/keys.ts'
import { store, useStore } from '../../store/store.ts'

/** The ARNs of the secrets that each key protects, by the key's ARN, in the grid's order. */
export function useSecretsByKey(): ReadonlyMap<string, readonly string[]> {
  const revision = useStore((state) => state.secrets.revision)
  const items = useStore((state) => state.keys.items)
  return useMemo(() => {
    const { secrets, keys } = store.getState()
    const keyArns = new Map<string | undefined, string | null>()
    const byKey = new Map<string, string[]>()
    for (const arn of secrets.order) {
      const kmsKeyId = secrets.summaries.get(arn)?.KmsKeyId
      let keyArn = keyArns.get(kmsKeyId)
      if (keyArn === undefined) {
        keyArn = findKey(keys, kmsKeyId)?.metadata.Arn ?? null
        keyArns.set(kmsKeyId, keyArn)
      }
      if (keyArn === null) continue
      const arns = byKey.get(keyArn)
      if (arns === undefined) byKey.set(keyArn, [arn])
      else arns.push(arn)
    }
    return byKey
    // The secrets change in place and tell it by their revision.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [revision, items])
}
