import { type ComponentType, lazy } from 'react'
import type { FeatureSlots, GateName, Loader } from './feature-slots.ts'
import type { DialogName } from './store/dialogs.ts'
import type { Section } from './store/state.ts'

const modules = import.meta.glob<{ readonly slots: FeatureSlots }>('./features/*/slots.ts', { eager: true })
const features = Object.values(modules).map((module) => module.slots)
// Commands register themselves when their file is loaded.
import.meta.glob('./commands/*-commands.ts', { eager: true })

const made = new Map<Loader<never>, ComponentType<never>>()

function component<P extends object>(loader: Loader<P> | undefined): ComponentType<P> | null {
  if (loader === undefined) return null
  let found = made.get(loader as Loader<never>)
  if (found === undefined) {
    found = lazy(async () => ({ default: (await loader()) as ComponentType<object> })) as unknown as ComponentType<never>
    made.set(loader as Loader<never>, found)
  }
  return found as unknown as ComponentType<P>
}

function first<T>(pick: (slots: FeatureSlots) => T | undefined): T | undefined {
  for (const slots of features) {
    const found = pick(slots)
    if (found !== undefined) return found
  }
  return undefined
}

export function gateComponent(name: GateName): ComponentType<object> | null {
  return component(first((slots) => slots.gates?.[name]))
}

export function sectionComponent(section: Section): ComponentType<object> | null {
  return component(first((slots) => slots.sections?.[section]))
}

export function secretPane(): ComponentType<{ readonly arn: string }> | null {
  return component(first((slots) => slots.panes?.secret))
}

export function selectionPane(): ComponentType<object> | null {
  return component(first((slots) => slots.panes?.selection))
}

export function keyPane(): ComponentType<{ readonly arn: string }> | null {
  return component(first((slots) => slots.panes?.key))
}

export function rotationPane(): ComponentType<object> | null {
  return component(first((slots) => slots.panes?.rotation))
}

export function secretRotationTab(): ComponentType<{ readonly arn: string }> | null {
  return component(first((slots) => slots.secretRotationTab))
}

export function secretReplicasTab(): ComponentType<{ readonly arn: string }> | null {
  return component(first((slots) => slots.secretReplicasTab))
}

export function secretPolicyTab(): ComponentType<{ readonly arn: string }> | null {
  return component(first((slots) => slots.secretPolicyTab))
}

/** The component of a dialog; the caller pairs it with the props that the dialog was opened with. */
export function dialogComponent(name: DialogName): ComponentType<object> | null {
  return component(first((slots) => slots.dialogs?.[name]) as Loader<object> | undefined)
}

export function overlayComponents(): readonly ComponentType<object>[] {
  return features.flatMap((slots) => slots.overlays ?? []).flatMap((loader) => component(loader) ?? [])
}
