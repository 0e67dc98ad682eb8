import { boolean, enumeration, integer, list, required, string, structure } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'
import { PolicyDocument } from './workbench-access.ts'

/** Why a call is allowed or refused, and what is wrong with the text of a policy. */
const StatementFacts = {
  /** The policy by its name, such as `access`, `read of group/team` or `key policy`. */
  PolicyName: required(string()),
  PolicyKind: required(enumeration('identity', 'resource', 'permissions-boundary', 'session', 'service-control')),
  Sid: string(),
  /** 1-based place in the document. */
  StatementNumber: required(integer()),
}
const ExplainedStatement = structure({
  ...StatementFacts,
  Effect: required(enumeration('Allow', 'Deny')),
  Words: required(string()),
  Outcome: required(enumeration('decided', 'matched', 'not-matched')),
  /** What did not fit, one thing an item. */
  Misses: required(list(string())),
})
const Check = structure({
  Action: required(string()),
  Resource: required(string()),
  Allowed: required(boolean()),
  /** Such as `allowed-by-identity-policy` or `no-resource-policy-allows`. */
  Reason: required(string()),
  Sentence: required(string()),
  /** The statement that decided; absent when no statement allowed it, and for the root of the account. */
  DecidedBy: structure(StatementFacts),
  /** What AWS would answer; only for a refusal. */
  Message: string(),
  Statements: required(list(ExplainedStatement)),
})
const ContextEntry = structure({
  ContextKeyName: required(string({ min: 5, max: 256 })),
  ContextKeyValues: required(list(string({ max: 2048 }), { max: 100 })),
})

export const explainOperations = {
  /** Principal: an ARN, `root`, or the name of a user or role, also as `user/NAME` and `role/NAME`. Of the ids, the one that the action's service has. */
  'workbench:ExplainAccess': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      Principal: required(string({ min: 1, max: 2048 })),
      Action: required(string({ min: 1, max: 128, pattern: /^[A-Za-z0-9-]+:[A-Za-z0-9]+$/ })),
      SecretId: string({ min: 1, max: 2048 }),
      KeyId: string({ min: 1, max: 2048 }),
      RoleArn: string({ min: 1, max: 2048 }),
      /** Facts of the call, such as `secretsmanager:VersionStage` or `aws:SourceIp`. */
      ContextEntries: list(ContextEntry, { max: 50 }),
      /** What a role's session would be limited to. */
      SessionPolicy: PolicyDocument,
    }),
    structure({
      /** True when every check allows. */
      Allowed: required(boolean()),
      PrincipalArn: required(string()),
      /** In the order they are asked: the secret, then its key. */
      Checks: required(list(Check)),
      /** What could make the call fail in spite of the policies, or what the answer rests on. */
      Notes: required(list(string())),
    }),
  ),
  /** Asks for every identity of the vault at once: who may do these with one secret. */
  'workbench:ListSecretAccess': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      SecretId: required(string({ min: 1, max: 2048 })),
      Actions: required(list(string({ min: 1, max: 128, pattern: /^secretsmanager:[A-Za-z0-9]+$/ }), { min: 1, max: 10 })),
    }),
    structure({
      SecretArn: required(string()),
      Identities: required(
        list(
          structure({
            PrincipalArn: required(string()),
            Kind: required(enumeration('root', 'user', 'role')),
            Name: required(string()),
            AccountId: required(string()),
            /** In the order of Actions. */
            Results: required(
              list(
                structure({
                  Action: required(string()),
                  Allowed: required(boolean()),
                  Sentence: required(string()),
                  /** Which of the two yeses is missing. */
                  RefusedBy: enumeration('secret', 'key'),
                  Notes: required(list(string())),
                }),
              ),
            ),
          }),
        ),
      ),
    }),
  ),
  'workbench:CheckPolicy': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      PolicyDocument: required(PolicyDocument),
      Kind: required(enumeration('identity', 'resource', 'key', 'trust', 'session')),
      /** Who has an identity policy, in words; `whoever has it` when absent. */
      Holder: string({ min: 1, max: 256 }),
    }),
    structure({
      Problems: required(
        list(
          structure({
            Path: required(string()),
            Message: required(string()),
            StartOffset: required(integer()),
            EndOffset: required(integer()),
            Line: required(integer()),
            Column: required(integer()),
          }),
        ),
      ),
      /** What is taken but deserves a second look. */
      Warnings: required(list(string())),
      /** Each statement in words; empty while there are problems. */
      Statements: required(
        list(
          structure({
            Sid: string(),
            Effect: required(enumeration('Allow', 'Deny')),
            /** Whom it is about: the words that `Words` begins with. */
            Who: required(string()),
            Words: required(string()),
            /** It lets anybody in. */
            Broad: required(boolean()),
          }),
        ),
      ),
    }),
  ),
} as const
