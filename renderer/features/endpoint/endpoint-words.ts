import type { EndpointStatus } from '../../store/endpoint.ts'

/** What a state of the endpoint means for programs. */
export function endpointSentence(state: EndpointStatus['State']): string {
  switch (state) {
    case 'on':
      return 'Answers AWS’s Secrets Manager, KMS and STS calls. While the vault is sealed it answers VaultLocked.'
    case 'starting':
      return 'Starting.'
    case 'off':
      return 'Programs that point here cannot connect.'
    case 'failed':
      return 'It stays off rather than move to another port by itself: programs would look for it here and find someone else.'
  }
}
