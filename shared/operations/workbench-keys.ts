import { boolean, enumeration, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'
import { KeyId, KeyMetadata } from './kms-shapes.ts'

/** What the window asks of keys as a whole, in one call where AWS's API takes several for each key. */
const Rotation = structure({
  RotationPeriodInDays: required(integer()),
  NextRotationDate: required(timestamp()),
})

export const keyListOperations = {
  /** Every key of the caller's account and region. */
  'workbench:ListKeySummaries': workbenchOperation(
    'reads',
    'unsealed',
    structure({}),
    structure({
      Keys: required(
        list(
          structure({
            KeyMetadata: required(KeyMetadata),
            /** By name, in order. */
            Aliases: required(list(string())),
            /** Secrets of any account whose values are encrypted with it. */
            SecretCount: required(integer()),
            /** The same, in the trash. */
            TrashedSecretCount: required(integer()),
            /** Absent while automatic rotation is off. */
            Rotation,
          }),
        ),
      ),
    }),
  ),
  /** The secrets that cannot be read, or not in all versions, without a key. */
  'workbench:ListKeySecrets': workbenchOperation(
    'reads',
    'unsealed',
    structure({ KeyId: required(KeyId), MaxResults: integer({ min: 1, max: 1000 }) }),
    structure({
      KeyArn: required(string()),
      Region: required(string()),
      TotalCount: required(integer()),
      /** How many of them have their current value under the key. */
      CurrentCount: required(integer()),
      /** By name, at most MaxResults (100 when absent). */
      Secrets: required(
        list(
          structure({
            ARN: required(string()),
            Name: required(string()),
            AccountId: required(string()),
            InTrash: required(boolean()),
            /** `current`: the value that programs read now. `other-versions`: only versions without AWSCURRENT. `next-value`: none yet, but the next one is encrypted with it. */
            Needs: required(enumeration('current', 'other-versions', 'next-value')),
          }),
        ),
      ),
    }),
  ),
} as const
