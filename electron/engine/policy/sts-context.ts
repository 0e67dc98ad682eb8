import type { ContextValue, RequestContext } from './authorization-request.ts'

/** The members of AssumeRole that condition keys are made of; a member that was not sent has no key. */
export interface AssumeRoleMembers {
  readonly RoleSessionName?: string | undefined
  readonly ExternalId?: string | undefined
  readonly SourceIdentity?: string | undefined
  readonly TransitiveTagKeys?: readonly string[] | undefined
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined
}

/** The `sts:` keys and tag keys of AssumeRole. Source: Service Authorization Reference, "Condition keys for AWS STS". */
export function stsContext(members: AssumeRoleMembers): RequestContext {
  const values: Record<string, ContextValue | undefined> = {
    'sts:RoleSessionName': members.RoleSessionName,
    'sts:ExternalId': members.ExternalId,
    'sts:SourceIdentity': members.SourceIdentity,
    'sts:TransitiveTagKeys': members.TransitiveTagKeys,
    'aws:TagKeys': members.Tags?.map((tag) => tag.Key),
  }
  for (const tag of members.Tags ?? []) values[`aws:RequestTag/${tag.Key}`] = tag.Value
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, ContextValue] => entry[1] !== undefined))
}
