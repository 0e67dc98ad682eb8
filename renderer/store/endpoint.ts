import { call, CofferError } from '../api/coffer-api.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { setPreferences } from './preferences.ts'
import { refreshStatus } from './session.ts'

export type EndpointStatus = WireOutput<'workbench:SetEndpoint'>

/**
 * Switches the local endpoint on or off, on another port when one is given, and remembers the choice.
 * Throws CofferError `EndpointFailed` with the endpoint's reason when it cannot listen.
 */
export async function switchEndpoint(enabled: boolean, port?: number): Promise<EndpointStatus> {
  const endpoint = await call('workbench:SetEndpoint', { Enabled: enabled, ...(port !== undefined && { Port: port }) })
  const failed = endpoint.State === 'failed'
  if (!failed) await setPreferences({ endpointEnabled: enabled, ...(port !== undefined && { endpointPort: port }) })
  await refreshStatus()
  if (failed) throw new CofferError('EndpointFailed', endpoint.Reason ?? 'The endpoint could not be switched on.', 500)
  return endpoint
}
