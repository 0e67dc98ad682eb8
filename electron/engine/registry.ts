import type { OperationName } from '../../shared/operations/catalog.ts'
import type { OperationHandler } from './operation-handler.ts'
import { cancelKeyDeletion } from './kms/cancel-key-deletion.ts'
import { createAlias } from './kms/create-alias.ts'
import { createGrant } from './kms/create-grant.ts'
import { createKey } from './kms/create-key.ts'
import { decrypt } from './kms/decrypt.ts'
import { deleteAlias } from './kms/delete-alias.ts'
import { describeKey } from './kms/describe-key.ts'
import { disableKey } from './kms/disable-key.ts'
import { disableKeyRotation } from './kms/disable-key-rotation.ts'
import { enableKey } from './kms/enable-key.ts'
import { enableKeyRotation } from './kms/enable-key-rotation.ts'
import { encrypt } from './kms/encrypt.ts'
import { generateDataKeyForCaller } from './kms/generate-data-key.ts'
import { generateDataKeyWithoutPlaintext } from './kms/generate-data-key-without-plaintext.ts'
import { generateRandom } from './kms/generate-random.ts'
import { getKeyPolicy } from './kms/get-key-policy.ts'
import { getKeyRotationStatus } from './kms/get-key-rotation-status.ts'
import { listAliases } from './kms/list-aliases.ts'
import { listGrants } from './kms/list-grants.ts'
import { listKeyPolicies } from './kms/list-key-policies.ts'
import { listKeyRotations } from './kms/list-key-rotations.ts'
import { listKeys } from './kms/list-keys.ts'
import { listResourceTags } from './kms/list-resource-tags.ts'
import { listRetirableGrants } from './kms/list-retirable-grants.ts'
import { putKeyPolicy } from './kms/put-key-policy.ts'
import { reEncrypt } from './kms/re-encrypt.ts'
import { retireGrant } from './kms/retire-grant.ts'
import { revokeGrant } from './kms/revoke-grant.ts'
import { rotateKeyOnDemand } from './kms/rotate-key-on-demand.ts'
import { scheduleKeyDeletion } from './kms/schedule-key-deletion.ts'
import { tagKey } from './kms/tag-resource.ts'
import { untagKey } from './kms/untag-resource.ts'
import { updateAlias } from './kms/update-alias.ts'
import { updateKeyDescription } from './kms/update-key-description.ts'
import { regionHandlers } from './region-registry.ts'
import { rotationHandlers } from './rotation-registry.ts'
import { batchGetSecretValue } from './secretsmanager/batch-get-secret-value.ts'
import { createSecret } from './secretsmanager/create-secret.ts'
import { deleteResourcePolicy } from './secretsmanager/delete-resource-policy.ts'
import { deleteSecret } from './secretsmanager/delete-secret.ts'
import { describeSecret } from './secretsmanager/describe-secret.ts'
import { getRandomPassword } from './secretsmanager/get-random-password.ts'
import { getResourcePolicy } from './secretsmanager/get-resource-policy.ts'
import { getSecretValue } from './secretsmanager/get-secret-value.ts'
import { listSecretVersionIds } from './secretsmanager/list-secret-version-ids.ts'
import { listSecrets } from './secretsmanager/list-secrets.ts'
import { putResourcePolicy } from './secretsmanager/put-resource-policy.ts'
import { putSecretValue } from './secretsmanager/put-secret-value.ts'
import { restoreSecret } from './secretsmanager/restore-secret.ts'
import { tagResource } from './secretsmanager/tag-resource.ts'
import { untagResource } from './secretsmanager/untag-resource.ts'
import { updateSecret } from './secretsmanager/update-secret.ts'
import { updateSecretVersionStage } from './secretsmanager/update-secret-version-stage.ts'
import { validateResourcePolicy } from './secretsmanager/validate-resource-policy.ts'
import { assumeRole } from './sts/assume-role.ts'
import { getCallerIdentity } from './sts/get-caller-identity.ts'
import { addKeychainSlot } from './workbench/add-keychain-slot.ts'
import { addUserToGroup } from './workbench/add-user-to-group.ts'
import { applyImport } from './workbench/apply-import.ts'
import { backUpVault } from './workbench/back-up-vault.ts'
import { changePassphrase } from './workbench/change-passphrase.ts'
import { changeProtection } from './workbench/change-protection.ts'
import { checkPassphrase } from './workbench/check-passphrase.ts'
import { checkPolicy } from './workbench/check-policy.ts'
import { confirmRecoveryKit } from './workbench/confirm-recovery-kit.ts'
import { createAccessKey } from './workbench/create-access-key.ts'
import { createGroup } from './workbench/create-group.ts'
import { createRole } from './workbench/create-role.ts'
import { createUser } from './workbench/create-user.ts'
import { createVault } from './workbench/create-vault.ts'
import { deleteAccessKey } from './workbench/delete-access-key.ts'
import { deleteGroupPolicy } from './workbench/delete-group-policy.ts'
import { deleteGroup } from './workbench/delete-group.ts'
import { deleteRolePermissionsBoundary } from './workbench/delete-role-permissions-boundary.ts'
import { deleteRolePolicy } from './workbench/delete-role-policy.ts'
import { deleteRole } from './workbench/delete-role.ts'
import { deleteSavedFilter } from './workbench/delete-saved-filter.ts'
import { deleteUserPermissionsBoundary } from './workbench/delete-user-permissions-boundary.ts'
import { deleteUserPolicy } from './workbench/delete-user-policy.ts'
import { deleteUser } from './workbench/delete-user.ts'
import { explainAccess } from './workbench/explain-access.ts'
import { exportSecrets } from './workbench/export-secrets.ts'
import { getGroupPolicy } from './workbench/get-group-policy.ts'
import { getRolePolicy } from './workbench/get-role-policy.ts'
import { getSecretSummaries } from './workbench/get-secret-summaries.ts'
import { getStatus } from './workbench/get-status.ts'
import { getUserPolicy } from './workbench/get-user-policy.ts'
import { listAccounts } from './workbench/list-accounts.ts'
import { listActivity } from './workbench/list-activity.ts'
import { listGroups } from './workbench/list-groups.ts'
import { listKeySecrets } from './workbench/list-key-secrets.ts'
import { listKeySummaries } from './workbench/list-key-summaries.ts'
import { listRoleSessions } from './workbench/list-role-sessions.ts'
import { listRoles } from './workbench/list-roles.ts'
import { listSavedFilters } from './workbench/list-saved-filters.ts'
import { listSecretAccess } from './workbench/list-secret-access.ts'
import { listSecretSummaries } from './workbench/list-secret-summaries.ts'
import { listUsers } from './workbench/list-users.ts'
import { openExport } from './workbench/open-export.ts'
import { planImport } from './workbench/plan-import.ts'
import { putAccount } from './workbench/put-account.ts'
import { putGroupPolicy } from './workbench/put-group-policy.ts'
import { putRolePermissionsBoundary } from './workbench/put-role-permissions-boundary.ts'
import { putRolePolicy } from './workbench/put-role-policy.ts'
import { putSavedFilter } from './workbench/put-saved-filter.ts'
import { putUserPermissionsBoundary } from './workbench/put-user-permissions-boundary.ts'
import { putUserPolicy } from './workbench/put-user-policy.ts'
import { removeSlot } from './workbench/remove-slot.ts'
import { removeUserFromGroup } from './workbench/remove-user-from-group.ts'
import { renewRecoveryKit } from './workbench/renew-recovery-kit.ts'
import { replaceRootKey } from './workbench/replace-root-key.ts'
import { restoreVault } from './workbench/restore-vault.ts'
import { seal } from './workbench/seal.ts'
import { setEndpoint } from './workbench/set-endpoint.ts'
import { unlock } from './workbench/unlock.ts'
import { updateAccessKey } from './workbench/update-access-key.ts'
import { updateAssumeRolePolicy } from './workbench/update-assume-role-policy.ts'
import { updateGroup } from './workbench/update-group.ts'
import { updateRole } from './workbench/update-role.ts'
import { verifyActivity } from './workbench/verify-activity.ts'

/** Operation to handler; the type makes it total over the catalog, so a declared operation without a handler does not compile. */
export const handlers: { readonly [N in OperationName]: OperationHandler<N> } = {
  'secretsmanager:BatchGetSecretValue': batchGetSecretValue,
  'secretsmanager:CreateSecret': createSecret,
  'secretsmanager:DeleteResourcePolicy': deleteResourcePolicy,
  'secretsmanager:DeleteSecret': deleteSecret,
  'secretsmanager:DescribeSecret': describeSecret,
  'secretsmanager:GetRandomPassword': getRandomPassword,
  'secretsmanager:GetResourcePolicy': getResourcePolicy,
  'secretsmanager:GetSecretValue': getSecretValue,
  'secretsmanager:ListSecretVersionIds': listSecretVersionIds,
  'secretsmanager:ListSecrets': listSecrets,
  'secretsmanager:PutResourcePolicy': putResourcePolicy,
  'secretsmanager:PutSecretValue': putSecretValue,
  'secretsmanager:RestoreSecret': restoreSecret,
  'secretsmanager:TagResource': tagResource,
  'secretsmanager:UntagResource': untagResource,
  'secretsmanager:UpdateSecret': updateSecret,
  'secretsmanager:UpdateSecretVersionStage': updateSecretVersionStage,
  'secretsmanager:ValidateResourcePolicy': validateResourcePolicy,
  'kms:CancelKeyDeletion': cancelKeyDeletion,
  'kms:CreateAlias': createAlias,
  'kms:CreateGrant': createGrant,
  'kms:CreateKey': createKey,
  'kms:Decrypt': decrypt,
  'kms:DeleteAlias': deleteAlias,
  'kms:DescribeKey': describeKey,
  'kms:DisableKey': disableKey,
  'kms:DisableKeyRotation': disableKeyRotation,
  'kms:EnableKey': enableKey,
  'kms:EnableKeyRotation': enableKeyRotation,
  'kms:Encrypt': encrypt,
  'kms:GenerateDataKey': generateDataKeyForCaller,
  'kms:GenerateDataKeyWithoutPlaintext': generateDataKeyWithoutPlaintext,
  'kms:GenerateRandom': generateRandom,
  'kms:GetKeyPolicy': getKeyPolicy,
  'kms:GetKeyRotationStatus': getKeyRotationStatus,
  'kms:ListAliases': listAliases,
  'kms:ListGrants': listGrants,
  'kms:ListKeyPolicies': listKeyPolicies,
  'kms:ListKeyRotations': listKeyRotations,
  'kms:ListKeys': listKeys,
  'kms:ListResourceTags': listResourceTags,
  'kms:ListRetirableGrants': listRetirableGrants,
  'kms:PutKeyPolicy': putKeyPolicy,
  'kms:ReEncrypt': reEncrypt,
  'kms:RetireGrant': retireGrant,
  'kms:RevokeGrant': revokeGrant,
  'kms:RotateKeyOnDemand': rotateKeyOnDemand,
  'kms:ScheduleKeyDeletion': scheduleKeyDeletion,
  'kms:TagResource': tagKey,
  'kms:UntagResource': untagKey,
  'kms:UpdateAlias': updateAlias,
  'kms:UpdateKeyDescription': updateKeyDescription,
  'sts:AssumeRole': assumeRole,
  'sts:GetCallerIdentity': getCallerIdentity,
  ...regionHandlers,
  ...rotationHandlers,
  'workbench:ChangeProtection': changeProtection,
  'workbench:AddKeychainSlot': addKeychainSlot,
  'workbench:AddUserToGroup': addUserToGroup,
  'workbench:ApplyImport': applyImport,
  'workbench:BackUpVault': backUpVault,
  'workbench:ChangePassphrase': changePassphrase,
  'workbench:CheckPassphrase': checkPassphrase,
  'workbench:CheckPolicy': checkPolicy,
  'workbench:ConfirmRecoveryKit': confirmRecoveryKit,
  'workbench:CreateAccessKey': createAccessKey,
  'workbench:CreateGroup': createGroup,
  'workbench:CreateRole': createRole,
  'workbench:CreateUser': createUser,
  'workbench:CreateVault': createVault,
  'workbench:DeleteAccessKey': deleteAccessKey,
  'workbench:UpdateGroup': updateGroup,
  'workbench:DeleteGroup': deleteGroup,
  'workbench:DeleteGroupPolicy': deleteGroupPolicy,
  'workbench:DeleteRole': deleteRole,
  'workbench:DeleteRolePermissionsBoundary': deleteRolePermissionsBoundary,
  'workbench:DeleteRolePolicy': deleteRolePolicy,
  'workbench:DeleteSavedFilter': deleteSavedFilter,
  'workbench:DeleteUser': deleteUser,
  'workbench:DeleteUserPermissionsBoundary': deleteUserPermissionsBoundary,
  'workbench:DeleteUserPolicy': deleteUserPolicy,
  'workbench:ExplainAccess': explainAccess,
  'workbench:ExportSecrets': exportSecrets,
  'workbench:GetGroupPolicy': getGroupPolicy,
  'workbench:GetRolePolicy': getRolePolicy,
  'workbench:GetSecretSummaries': getSecretSummaries,
  'workbench:GetStatus': getStatus,
  'workbench:GetUserPolicy': getUserPolicy,
  'workbench:ListAccounts': listAccounts,
  'workbench:ListActivity': listActivity,
  'workbench:ListGroups': listGroups,
  'workbench:ListKeySecrets': listKeySecrets,
  'workbench:ListKeySummaries': listKeySummaries,
  'workbench:ListRoleSessions': listRoleSessions,
  'workbench:ListRoles': listRoles,
  'workbench:ListSavedFilters': listSavedFilters,
  'workbench:ListSecretAccess': listSecretAccess,
  'workbench:ListSecretSummaries': listSecretSummaries,
  'workbench:ListUsers': listUsers,
  'workbench:OpenExport': openExport,
  'workbench:PlanImport': planImport,
  'workbench:PutAccount': putAccount,
  'workbench:PutGroupPolicy': putGroupPolicy,
  'workbench:PutRolePermissionsBoundary': putRolePermissionsBoundary,
  'workbench:PutRolePolicy': putRolePolicy,
  'workbench:PutSavedFilter': putSavedFilter,
  'workbench:PutUserPermissionsBoundary': putUserPermissionsBoundary,
  'workbench:PutUserPolicy': putUserPolicy,
  'workbench:RemoveSlot': removeSlot,
  'workbench:RemoveUserFromGroup': removeUserFromGroup,
  'workbench:RenewRecoveryKit': renewRecoveryKit,
  'workbench:ReplaceRootKey': replaceRootKey,
  'workbench:RestoreVault': restoreVault,
  'workbench:Seal': seal,
  'workbench:SetEndpoint': setEndpoint,
  'workbench:Unlock': unlock,
  'workbench:UpdateAccessKey': updateAccessKey,
  'workbench:UpdateAssumeRolePolicy': updateAssumeRolePolicy,
  'workbench:UpdateRole': updateRole,
  'workbench:VerifyActivity': verifyActivity,
}
