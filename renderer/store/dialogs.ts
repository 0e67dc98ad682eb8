import type { PolicySubject } from './policies.ts'

/**
 * Every dialog by name with its props. A feature adds its line here and its component to its slots.
 * Props hold ids and names, never a secret value.
 */
export interface Dialogs {
  'create-secret': { readonly name?: string }
  'edit-secret': { readonly arn: string }
  'duplicate-secret': { readonly arn: string }
  /** Moves AWSCURRENT to another version. */
  'roll-back': { readonly arn: string; readonly versionId: string }
  /** Puts a label of one's own on a version, or moves it there. */
  'move-label': { readonly arn: string; readonly versionId: string }
  'import-secrets': object
  'export-secrets': { readonly arns: readonly string[] }
  'delete-secrets': { readonly arns: readonly string[] }
  'purge-secrets': { readonly arns: readonly string[] }
  'tag-secrets': { readonly arns: readonly string[] }
  'share-secret': { readonly arn: string }
  'change-key': { readonly arns: readonly string[] }
  'save-filter': { readonly query: string }
  'create-key': object
  'create-alias': { readonly keyArn: string }
  'disable-key': { readonly keyArn: string }
  'schedule-key-deletion': { readonly keyArn: string }
  /** Opens at a statement, counted from 0. */
  'edit-policy': { readonly subject: PolicySubject; readonly statement?: number }
  'set-up-rotation': { readonly arn: string }
  'rotate-secrets': { readonly arns: readonly string[] }
  'cancel-rotation': { readonly arn: string }
  'create-function': object
  'edit-function': { readonly functionName: string }
  /** Shows the user's code and what it may reach before it may run. */
  'agree-function': { readonly functionName: string }
  /** Gives the vault a region's store, in its own folder or on another disk. */
  'add-region': { readonly region?: string; readonly place?: 'vault' | 'folder'; readonly purpose?: string; readonly thenReplicate?: readonly string[] }
  'move-region': { readonly region: string }
  'detach-region': { readonly region: string }
  'attach-region': { readonly region?: string }
  /** An empty store in place of one that is lost for good. */
  'begin-region-anew': { readonly region: string }
  'replicate-secrets': { readonly arns: readonly string[]; readonly regions?: readonly string[] }
  /** Deletes a replica; the primary stays. */
  'remove-replica': { readonly arn: string; readonly region: string }
  /** Makes a replica a secret of its own. */
  'promote-replica': { readonly arn: string; readonly region: string; readonly primaryRegion: string }
  'promote-region': { readonly region: string; readonly primaryRegion?: string }
  'region-loss': { readonly region: string }
  'compare-regions': { readonly region?: string; readonly otherRegion?: string }
  'region-recipes': object
  'put-account': { readonly accountId?: string }
  'connect': object
  'shortcuts': object
  'back-up-vault': object
  'restore-vault': object
  'change-passphrase': object
  'change-protection': object
  'recovery-kit': object
  'replace-root-key': object
  'create-user': object
  'create-access-key': { readonly userName: string }
  'create-group': object
  'rename-group': { readonly groupName: string }
  'create-role': object
  'edit-role': { readonly roleName: string }
  /** Names a new policy of a user, group or role; its document is written in the next dialog. */
  'add-policy': { readonly type: 'user' | 'group' | 'role'; readonly name: string }
}

export type DialogName = keyof Dialogs
export type OpenDialog = { readonly [N in DialogName]: { readonly name: N; readonly props: Dialogs[N] } }[DialogName]
