import { ServiceError } from '../../../shared/errors.ts'

/** AWS's texts of rotation, word for word. Source: answers recorded from AWS, and API_RotateSecret. */
export const rotationErrors = {
  missingToken: () => new ServiceError('InvalidParameterException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'),
  noFunction: () => new ServiceError('InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.'),
  cannotInvoke: () =>
    new ServiceError(
      'AccessDeniedException',
      'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
    ),
  notComplete: () => new ServiceError('InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted."),
  neverConfigured: () =>
    new ServiceError(
      'InvalidRequestException',
      "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured and you didn't include such an ARN as a parameter in this call.",
    ),
  tokenInUse: (token: string, arn: string) =>
    new ServiceError('InvalidRequestException', `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`),
  externalOnly: () => new ServiceError('InvalidRequestException', 'ExternalSecretRotationMetadata and ExternalSecretRotationRoleArn are for managed external secrets. This secret is rotated by a function: leave them out.'),
  emptyVersion: (versionId: string) =>
    new ServiceError('InvalidRequestException', `Version ${versionId} has no value yet, so that it cannot be AWSCURRENT. A rotation function puts the value in its createSecret step.`),
} as const
