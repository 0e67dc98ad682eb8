import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { endpoint: async () => (await import('./endpoint-section.tsx')).EndpointSection },
  dialogs: { connect: async () => (await import('./connect-dialog.tsx')).ConnectDialog },
}
