import { call, CofferError } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'

export type PolicyKind = WireInput<'workbench:CheckPolicy'>['Kind']
export type CheckedPolicy = WireOutput<'workbench:CheckPolicy'>
export type WordedStatement = CheckedPolicy['Statements'][number]

/** A policy document by where it is attached. */
export type PolicySubject =
  | { readonly type: 'secret'; readonly arn: string }
  | { readonly type: 'key'; readonly arn: string }
  | { readonly type: 'user' | 'group' | 'role'; readonly name: string; readonly policyName: string }
  | { readonly type: 'trust'; readonly name: string }
  | { readonly type: 'user-boundary' | 'role-boundary'; readonly name: string }

/** The grammar that a document has to follow. */
export function kindOfSubject(subject: PolicySubject): PolicyKind {
  switch (subject.type) {
    case 'secret':
      return 'resource'
    case 'key':
    case 'trust':
      return subject.type
    default:
      return 'identity'
  }
}

/** How many characters a document may have. White space counts in those of secrets and keys only. Source: IAM quotas; PutResourcePolicy; PutKeyPolicy. */
export function limitOfSubject(subject: PolicySubject): { readonly characters: number; readonly countsWhitespace: boolean } {
  switch (subject.type) {
    case 'secret':
      return { characters: 20_480, countsWhitespace: true }
    case 'key':
      return { characters: 32_768, countsWhitespace: true }
    case 'trust':
      return { characters: 2048, countsWhitespace: false }
    case 'user':
      return { characters: 2048, countsWhitespace: false }
    case 'group':
      return { characters: 5120, countsWhitespace: false }
    case 'role':
      return { characters: 10_240, countsWhitespace: false }
    default:
      return { characters: 6144, countsWhitespace: false }
  }
}

/** Whom an identity policy is about, in words; null for policies that name their principals. */
function holderOf(subject: PolicySubject): string | null {
  switch (subject.type) {
    case 'user':
    case 'role':
      return `${subject.type}/${subject.name}`
    case 'group':
      return `users of group/${subject.name}`
    case 'user-boundary':
    case 'role-boundary':
      return `${subject.type === 'user-boundary' ? 'user' : 'role'}/${subject.name} at most`
    default:
      return null
  }
}

/** Problems, warnings and words of a policy text. An empty text, which no operation takes, has one problem. */
export async function checkPolicy(subject: PolicySubject, text: string): Promise<CheckedPolicy> {
  if (text.trim() === '') {
    const problem = { Path: '', Message: 'The policy is empty: choose a template, or write a statement', StartOffset: 0, EndOffset: text.length, Line: 1, Column: 1 }
    return { Problems: [problem], Warnings: [], Statements: [] }
  }
  const holder = holderOf(subject)
  return call('workbench:CheckPolicy', { Kind: kindOfSubject(subject), PolicyDocument: text, ...(holder !== null && { Holder: holder }) })
}

/** The document as it is stored, or null where there is none. Throws CofferError. */
export async function readPolicy(subject: PolicySubject): Promise<string | null> {
  switch (subject.type) {
    case 'secret':
      return (await call('secretsmanager:GetResourcePolicy', { SecretId: subject.arn })).ResourcePolicy ?? null
    case 'key':
      return (await call('kms:GetKeyPolicy', { KeyId: subject.arn })).Policy
    case 'user':
      return unlessNew(call('workbench:GetUserPolicy', { UserName: subject.name, PolicyName: subject.policyName }))
    case 'group':
      return unlessNew(call('workbench:GetGroupPolicy', { GroupName: subject.name, PolicyName: subject.policyName }))
    case 'role':
      return unlessNew(call('workbench:GetRolePolicy', { RoleName: subject.name, PolicyName: subject.policyName }))
    case 'trust':
      return (await roleOf(subject.name))?.AssumeRolePolicyDocument ?? null
    case 'role-boundary':
      return (await roleOf(subject.name))?.PermissionsBoundary ?? null
    case 'user-boundary':
      return (await call('workbench:ListUsers', {})).Users.find((user) => user.UserName === subject.name)?.PermissionsBoundary ?? null
  }
}

async function unlessNew(reading: Promise<{ readonly PolicyDocument: string }>): Promise<string | null> {
  try {
    return (await reading).PolicyDocument
  } catch (thrown) {
    if (CofferError.from(thrown).code === 'NoSuchEntity') return null
    throw thrown
  }
}

async function roleOf(name: string): Promise<WireOutput<'workbench:ListRoles'>['Roles'][number] | undefined> {
  return (await call('workbench:ListRoles', {})).Roles.find((role) => role.RoleName === name)
}

export interface WriteOptions {
  /** Secrets only: refuse a policy that lets anybody in. */
  readonly blockPublicPolicy?: boolean
}

/** Stores a document. Throws CofferError. */
export async function writePolicy(subject: PolicySubject, text: string, { blockPublicPolicy }: WriteOptions = {}): Promise<void> {
  switch (subject.type) {
    case 'secret':
      await call('secretsmanager:PutResourcePolicy', { SecretId: subject.arn, ResourcePolicy: text, ...(blockPublicPolicy === undefined ? {} : { BlockPublicPolicy: blockPublicPolicy }) })
      return
    case 'key':
      await call('kms:PutKeyPolicy', { KeyId: subject.arn, Policy: text })
      return
    case 'user':
      await call('workbench:PutUserPolicy', { UserName: subject.name, PolicyName: subject.policyName, PolicyDocument: text })
      return
    case 'group':
      await call('workbench:PutGroupPolicy', { GroupName: subject.name, PolicyName: subject.policyName, PolicyDocument: text })
      return
    case 'role':
      await call('workbench:PutRolePolicy', { RoleName: subject.name, PolicyName: subject.policyName, PolicyDocument: text })
      return
    case 'trust':
      await call('workbench:UpdateAssumeRolePolicy', { RoleName: subject.name, PolicyDocument: text })
      return
    case 'user-boundary':
      await call('workbench:PutUserPermissionsBoundary', { UserName: subject.name, PolicyDocument: text })
      return
    case 'role-boundary':
      await call('workbench:PutRolePermissionsBoundary', { RoleName: subject.name, PolicyDocument: text })
  }
}

/** Takes a document away. A key and a role always have one; asking for that is a mistake of the program. */
export async function deletePolicy(subject: PolicySubject): Promise<void> {
  switch (subject.type) {
    case 'secret':
      await call('secretsmanager:DeleteResourcePolicy', { SecretId: subject.arn })
      return
    case 'user':
      await call('workbench:DeleteUserPolicy', { UserName: subject.name, PolicyName: subject.policyName })
      return
    case 'group':
      await call('workbench:DeleteGroupPolicy', { GroupName: subject.name, PolicyName: subject.policyName })
      return
    case 'role':
      await call('workbench:DeleteRolePolicy', { RoleName: subject.name, PolicyName: subject.policyName })
      return
    case 'user-boundary':
      await call('workbench:DeleteUserPermissionsBoundary', { UserName: subject.name })
      return
    case 'role-boundary':
      await call('workbench:DeleteRolePermissionsBoundary', { RoleName: subject.name })
      return
    case 'key':
    case 'trust':
      throw new Error('A key policy or trust policy is changed, never taken away')
  }
}

/** A document with its lines broken and indented; as it is when it is no JSON. */
export function readablePolicy(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 2)
  } catch {
    return document
  }
}
