import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { access: async () => (await import('./access-section.tsx')).AccessSection },
  dialogs: {
    'create-user': async () => (await import('./create-user-dialog.tsx')).CreateUserDialog,
    'create-access-key': async () => (await import('./create-access-key-dialog.tsx')).CreateAccessKeyDialog,
    'create-group': async () => (await import('./create-group-dialog.tsx')).CreateGroupDialog,
    'rename-group': async () => (await import('./rename-group-dialog.tsx')).RenameGroupDialog,
    'create-role': async () => (await import('./create-role-dialog.tsx')).CreateRoleDialog,
    'edit-role': async () => (await import('./edit-role-dialog.tsx')).EditRoleDialog,
    'add-policy': async () => (await import('./add-policy-dialog.tsx')).AddPolicyDialog,
    'put-account': async () => (await import('./put-account-dialog.tsx')).PutAccountDialog,
  },
}
