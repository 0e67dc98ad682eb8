/**
 * What an action is checked against: the secret, no resource at all (`*`), each secret of a batch by itself, the rotation
 * function, or the role that rotates a managed external secret.
 */
export type ActionTarget = 'secret' | 'everything' | 'each-secret' | 'rotation-function' | 'external-rotation-role'

export interface RequiredAction {
  readonly action: string
  readonly target: ActionTarget
}

/** The members of a request that more is needed for. */
interface Members {
  readonly Tags?: readonly unknown[] | undefined
  readonly AddReplicaRegions?: readonly unknown[] | undefined
  readonly RotationLambdaARN?: string | undefined
  readonly ExternalSecretRotationRoleArn?: string | undefined
  readonly Filters?: readonly unknown[] | undefined
}

interface ExtraAction extends RequiredAction {
  /** Absent: always required. */
  readonly when?: (members: Members) => boolean
}

/** Operations that need more, or something else, than their own action on the secret. */
const SPECIAL: Readonly<Record<string, readonly ExtraAction[]>> = {
  CreateSecret: [
    { action: 'secretsmanager:CreateSecret', target: 'secret' },
    { action: 'secretsmanager:TagResource', target: 'secret', when: (members) => (members.Tags?.length ?? 0) > 0 },
    {
      action: 'secretsmanager:ReplicateSecretToRegions',
      target: 'secret',
      when: (members) => (members.AddReplicaRegions?.length ?? 0) > 0,
    },
  ],
  BatchGetSecretValue: [
    { action: 'secretsmanager:BatchGetSecretValue', target: 'everything' },
    { action: 'secretsmanager:ListSecrets', target: 'everything', when: (members) => members.Filters !== undefined },
    { action: 'secretsmanager:GetSecretValue', target: 'each-secret' },
  ],
  ListSecrets: [{ action: 'secretsmanager:ListSecrets', target: 'everything' }],
  GetRandomPassword: [{ action: 'secretsmanager:GetRandomPassword', target: 'everything' }],
  ValidateResourcePolicy: [
    { action: 'secretsmanager:ValidateResourcePolicy', target: 'secret' },
    { action: 'secretsmanager:PutResourcePolicy', target: 'secret' },
  ],
  RotateSecret: [
    { action: 'secretsmanager:RotateSecret', target: 'secret' },
    { action: 'lambda:InvokeFunction', target: 'rotation-function', when: (members) => members.RotationLambdaARN !== undefined },
    { action: 'iam:PassRole', target: 'external-rotation-role', when: (members) => members.ExternalSecretRotationRoleArn !== undefined },
  ],
}

/**
 * The actions that a caller needs for a Secrets Manager operation, in the order they are checked.
 * Source: Service Authorization Reference, "Actions defined by AWS Secrets Manager".
 */
export function secretsManagerActions(operation: string, members: Members): readonly RequiredAction[] {
  const actions = Object.hasOwn(SPECIAL, operation) ? (SPECIAL[operation] as readonly ExtraAction[]) : null
  if (actions === null) return [{ action: `secretsmanager:${operation}`, target: 'secret' }]
  return actions.filter(({ when }) => when === undefined || when(members)).map(({ action, target }) => ({ action, target }))
}
