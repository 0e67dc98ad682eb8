/** The one policy that a key has. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const POLICY_NAME = 'default'
