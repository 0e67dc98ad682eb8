import { useState } from 'react'
import type { EndpointConnection } from '../../shared/environment-lines.ts'
import { makeAccessKey } from '../store/access.ts'
import { switchEndpoint } from '../store/endpoint.ts'
import { store } from '../store/store.ts'
import { useAction } from './use-action.ts'

export interface ProgramConnection extends EndpointConnection {
  readonly userName: string
}

/**
 * Connects a program: switches the endpoint on, makes a user where there is none of that name, and an access key.
 * The secret access key stays in the component that asked.
 */
export function useConnect() {
  const [connection, setConnection] = useState<ProgramConnection | null>(null)
  const connecting = useAction(async (userName: string, port?: number) => {
    const endpoint = await switchEndpoint(true, port)
    const { AccessKey, SecretAccessKey } = await makeAccessKey(userName, 'Made while connecting a program')
    setConnection({
      userName,
      url: endpoint.Url ?? `http://127.0.0.1:${endpoint.Port}`,
      region: store.getState().session.region,
      accessKeyId: AccessKey.AccessKeyId,
      secretAccessKey: SecretAccessKey,
    })
  })
  return { connection, connecting }
}
