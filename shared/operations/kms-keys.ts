import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'
import { KeyId, Limit, Marker, Tags } from './kms-shapes.ts'

const PolicyName = string({ min: 1, max: 128, pattern: /[\w]+/ })
const oneKey = structure({ KeyId: required(KeyId) })

/** What is done to keys themselves: state, description, policy, rotation, tags. */
export const kmsKeyOperations = {
  'kms:EnableKey': awsOperation('writes', oneKey, null),
  'kms:DisableKey': awsOperation('writes', oneKey, null),
  'kms:ScheduleKeyDeletion': awsOperation(
    'writes',
    structure({ KeyId: required(KeyId), PendingWindowInDays: integer({ min: 1, max: 365 }) }),
    structure({
      KeyId: required(string()),
      DeletionDate: required(timestamp()),
      KeyState: required(string()),
      PendingWindowInDays: required(integer()),
    }),
  ),
  'kms:CancelKeyDeletion': awsOperation('writes', oneKey, structure({ KeyId: required(string()) })),
  'kms:UpdateKeyDescription': awsOperation(
    'writes',
    structure({ KeyId: required(KeyId), Description: required(string({ max: LIMITS.kmsDescriptionCharacters })) }),
    null,
  ),
  'kms:GetKeyPolicy': awsOperation(
    'reads',
    structure({ KeyId: required(KeyId), PolicyName }),
    structure({ Policy: required(string()), PolicyName: required(string()) }),
  ),
  'kms:PutKeyPolicy': awsOperation(
    'writes',
    structure({
      KeyId: required(KeyId),
      PolicyName,
      Policy: required(string({ min: 1, max: 131_072 })),
      BypassPolicyLockoutSafetyCheck: boolean(),
    }),
    null,
  ),
  'kms:ListKeyPolicies': awsOperation(
    'reads',
    structure({ KeyId: required(KeyId), Limit, Marker }),
    structure({ PolicyNames: required(list(string())), NextMarker: string(), Truncated: required(boolean()) }),
  ),
  'kms:EnableKeyRotation': awsOperation('writes', structure({ KeyId: required(KeyId), RotationPeriodInDays: integer({ min: 90, max: 2560 }) }), null),
  'kms:DisableKeyRotation': awsOperation('writes', oneKey, null),
  'kms:GetKeyRotationStatus': awsOperation(
    'reads',
    oneKey,
    structure({
      KeyId: required(string()),
      KeyRotationEnabled: required(boolean()),
      RotationPeriodInDays: integer(),
      NextRotationDate: timestamp(),
    }),
  ),
  'kms:RotateKeyOnDemand': awsOperation('writes', oneKey, structure({ KeyId: required(string()) })),
  'kms:ListKeyRotations': awsOperation(
    'reads',
    structure({ KeyId: required(KeyId), IncludeKeyMaterial: enumeration('ALL_KEY_MATERIAL', 'ROTATIONS_ONLY'), Limit, Marker }),
    structure({
      Rotations: required(
        list(
          structure({
            KeyId: required(string()),
            KeyMaterialId: required(string()),
            KeyMaterialState: required(string()),
            RotationDate: timestamp(),
            RotationType: string(),
          }),
        ),
      ),
      NextMarker: string(),
      Truncated: required(boolean()),
    }),
  ),
  'kms:TagResource': awsOperation('writes', structure({ KeyId: required(KeyId), Tags: required(Tags) }), null),
  'kms:UntagResource': awsOperation('writes', structure({ KeyId: required(KeyId), TagKeys: required(list(string({ min: 1, max: 128 }))) }), null),
  'kms:ListResourceTags': awsOperation(
    'reads',
    structure({ KeyId: required(KeyId), Limit, Marker }),
    structure({
      Tags: required(list(structure({ TagKey: required(string()), TagValue: required(string()) }))),
      NextMarker: string(),
      Truncated: required(boolean()),
    }),
  ),
} as const
