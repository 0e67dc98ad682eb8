import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { functions: async () => (await import('./functions-section.tsx')).FunctionsSection },
  dialogs: {
    'create-function': async () => (await import('./create-function-dialog.tsx')).CreateFunctionDialog,
    'edit-function': async () => (await import('./edit-function-dialog.tsx')).EditFunctionDialog,
    'agree-function': async () => (await import('./agree-function-dialog.tsx')).AgreeFunctionDialog,
  },
}
