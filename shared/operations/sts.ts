import { required, string, structure } from '../shape/define.ts'
import { awsOperation } from './define.ts'

/** Shapes of AWS STS 2011-06-15. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const stsOperations = {
  'sts:GetCallerIdentity': awsOperation(
    'reads',
    structure({}),
    structure({ UserId: required(string()), Account: required(string()), Arn: required(string()) }),
  ),
} as const
