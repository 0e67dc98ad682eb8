import type { Keychain, KeychainRead } from '../engine/host.ts'

const SERVICE = 'Coffer'
/** A prompt that nobody answers must not hold Coffer up for ever. */
const ANSWER_TIMEOUT_MS = 60_000

interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/**
 * The operating system's secret store by keytar. The addon is loaded at first use, since its library may be missing; every
 * failure becomes `unavailable` with its reason, and only an answer without a value is `missing`.
 */
export function createSystemKeychain(platform: NodeJS.Platform): Keychain {
  let loading: Promise<Keytar> | null = null
  const keytar = (): Promise<Keytar> => {
    loading ??= import('keytar').then((module) => ('default' in module ? (module.default as Keytar) : (module as Keytar)))
    return loading
  }
  return {
    async get(account): Promise<KeychainRead> {
      try {
        const value = await withTimeout(keytar().then((store) => store.getPassword(SERVICE, account)))
        return value === null ? { status: 'missing' } : { status: 'found', value }
      } catch (error) {
        return { status: 'unavailable', reason: reasonOf(error) }
      }
    },
    async set(account, value) {
      const store = await keytar()
      await withTimeout(store.setPassword(SERVICE, account, value))
    },
    async delete(account) {
      const store = await keytar()
      await withTimeout(store.deletePassword(SERVICE, account))
    },
    describe: () => backendName(platform),
  }
}

function backendName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'macOS Keychain'
  if (platform === 'win32') return 'Windows Credential Manager'
  return 'Secret Service'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The keychain did not answer.'
  // Loader errors name a file of this computer; the first line says what is missing.
  return error.message.split('\n')[0] ?? 'The keychain did not answer.'
}

async function withTimeout<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The keychain did not answer within 60 seconds.')), ANSWER_TIMEOUT_MS)
  })
  try {
    return await Promise.race([answer, timeout])
  } finally {
    clearTimeout(timer)
  }
}
