import { integer, list, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'

/** Shapes of AWS STS 2011-06-15. Source: the pages of https://docs.aws.amazon.com/STS/latest/APIReference/ */
const Arn = string({ min: 20, max: 2048 })
const TagKey = string({ min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u })
const SourceIdentity = string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ })

export const SESSION_SECONDS = { min: 900, max: 43_200, default: 3_600 } as const
export const SESSION_POLICY_MAX_CHARACTERS = 2048

export const stsOperations = {
  'sts:AssumeRole': awsOperation(
    'writes',
    structure({
      RoleArn: required(Arn),
      RoleSessionName: required(string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ })),
      PolicyArns: list(structure({ arn: Arn }), { max: 10 }),
      Policy: string({ min: 1, max: SESSION_POLICY_MAX_CHARACTERS, pattern: /^[\t\n\r -ÿ]+$/ }),
      DurationSeconds: integer({ min: SESSION_SECONDS.min, max: SESSION_SECONDS.max }),
      Tags: list(structure({ Key: required(TagKey), Value: required(string({ max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u })) }), { max: 50 }),
      TransitiveTagKeys: list(TagKey, { max: 50 }),
      ExternalId: string({ min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ }),
      SerialNumber: string({ min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/ }),
      TokenCode: string({ min: 6, max: 6, pattern: /^\d*$/ }),
      SourceIdentity,
    }),
    structure({
      Credentials: required(
        structure({
          AccessKeyId: required(string()),
          SecretAccessKey: required(sensitiveString()),
          SessionToken: required(sensitiveString()),
          Expiration: required(timestamp()),
        }),
      ),
      AssumedRoleUser: required(structure({ AssumedRoleId: required(string()), Arn: required(string()) })),
      /** How much of the room for a session policy is used, in percent. */
      PackedPolicySize: integer(),
      SourceIdentity: string(),
    }),
  ),
  'sts:GetCallerIdentity': awsOperation(
    'reads',
    structure({}),
    structure({ UserId: required(string()), Account: required(string()), Arn: required(string()) }),
  ),
} as const
