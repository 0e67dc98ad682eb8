import { LIMITS } from '../limits.ts'
import { boolean, list, required, string, structure } from '../shape/define.ts'
import { awsOperation } from './define.ts'

const SecretId = string({ min: 1, max: LIMITS.secretIdCharacters })
const ResourcePolicy = string({ min: 1, max: LIMITS.resourcePolicyCharacters })
const arnAndName = structure({ ARN: required(string()), Name: required(string()) })

/** The policies that are attached to secrets. Source: Secrets Manager API reference. */
export const secretsManagerPolicyOperations = {
  'secretsmanager:PutResourcePolicy': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), ResourcePolicy: required(ResourcePolicy), BlockPublicPolicy: boolean() }),
    arnAndName,
  ),
  'secretsmanager:GetResourcePolicy': awsOperation(
    'reads',
    structure({ SecretId: required(SecretId) }),
    structure({ ARN: required(string()), Name: required(string()), ResourcePolicy: string() }),
  ),
  'secretsmanager:DeleteResourcePolicy': awsOperation('writes', structure({ SecretId: required(SecretId) }), arnAndName),
  'secretsmanager:ValidateResourcePolicy': awsOperation(
    'reads',
    structure({ SecretId, ResourcePolicy: required(ResourcePolicy) }),
    structure({
      PolicyValidationPassed: required(boolean()),
      ValidationErrors: required(list(structure({ CheckName: required(string()), ErrorMessage: required(string()) }))),
    }),
  ),
} as const
