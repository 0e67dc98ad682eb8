import type { CallHandler } from '../operation-handler.ts'
import { keyMaterialId } from './key-metadata.ts'
import { requireRotatable } from './key-rotation.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { pageByMarker } from './page-by-marker.ts'

const DEFAULT_LIMIT = 100

/** ListKeyRotations, oldest first. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html */
export const listKeyRotations: CallHandler<'kms:ListKeyRotations'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:ListKeyRotations', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    requireRotatable(key)
    const current = key.backingKeys.at(-1)
    const listed = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL' ? key.backingKeys : key.backingKeys.filter((material) => material.rotatedBy !== undefined)
    const { page, nextMarker, truncated } = pageByMarker(listed, (material) => material.id, input.Limit ?? DEFAULT_LIMIT, input.Marker)
    return {
      Rotations: page.map((material) => ({
        KeyId: key.arn,
        KeyMaterialId: keyMaterialId(material.id),
        KeyMaterialState: material.id === current?.id ? 'CURRENT' : 'NON_CURRENT',
        RotationDate: material.rotatedBy === undefined ? undefined : material.createdAtMs,
        RotationType: material.rotatedBy,
      })),
      NextMarker: nextMarker,
      Truncated: truncated,
    }
  },
}
