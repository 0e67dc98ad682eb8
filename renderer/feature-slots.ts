import type { ComponentType } from 'react'
import type { DialogName, Dialogs } from './store/dialogs.ts'
import type { Section } from './store/state.ts'

/** Loads a component when it is first shown. */
export type Loader<P> = () => Promise<ComponentType<P>>

export type GateName = 'first-run' | 'unlock' | 'screen-lock'

/**
 * What a feature puts into the frame. Each feature folder has a `slots.ts` that exports `slots`;
 * features never import each other, the frame puts them together by these names.
 */
export interface FeatureSlots {
  /** Screens that fill the window while there is no unsealed vault, or the screen is locked. */
  readonly gates?: Partial<Record<GateName, Loader<object>>>
  /** The middle of the frame for a section; a section without a pane takes the whole width. */
  readonly sections?: Partial<Record<Section, Loader<object>>>
  /** The right pane for the selected thing of a section. */
  readonly panes?: {
    readonly secret?: Loader<{ readonly arn: string }>
    /** For more than one selected secret. */
    readonly selection?: Loader<object>
    readonly key?: Loader<{ readonly arn: string }>
    /** How one secret is rotated, in the section of all rotations. */
    readonly rotation?: Loader<object>
  }
  /** The tab of a secret's pane that sets up its rotation and follows it. */
  readonly secretRotationTab?: Loader<{ readonly arn: string }>
  /** The tab of a secret's pane that tells where its replicas are and how they do. */
  readonly secretReplicasTab?: Loader<{ readonly arn: string }>
  /** The tab of a secret's pane that tells who may do what with it. */
  readonly secretPolicyTab?: Loader<{ readonly arn: string }>
  readonly dialogs?: { readonly [N in DialogName]?: Loader<Dialogs[N]> }
  /** Always there while the vault is unsealed: palette, drop target. */
  readonly overlays?: readonly Loader<object>[]
}
