import type { CallHandler } from '../operation-handler.ts'
import { principalArn } from '../caller.ts'

/** GetCallerIdentity needs no permission. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: CallHandler<'sts:GetCallerIdentity'> = {
  kind: 'call',
  authorize() {},
  handle(context) {
    const { principal } = context.caller
    return { UserId: userId(context.caller.principal, context.accountId), Account: context.accountId, Arn: principalArn(principal, context.region.region) }
  },
}

function userId(principal: Parameters<typeof principalArn>[0], accountId: string): string {
  switch (principal.type) {
    case 'root':
      return accountId
    case 'user':
      return principal.userId
    case 'assumed-role':
      return `${principal.roleId}:${principal.sessionName}`
    case 'service':
      return principal.name
  }
}
