import type { PassphraseStrength } from '../engine/host.ts'

const MAX_CHARACTERS = 256

type Check = (passphrase: string) => PassphraseStrength
let loading: Promise<Check> | null = null

/** How hard a passphrase is to guess, by zxcvbn; its dictionaries load at first use. */
export async function passphraseStrength(passphrase: string): Promise<PassphraseStrength> {
  loading ??= load()
  return (await loading)(passphrase.slice(0, MAX_CHARACTERS))
}

async function load(): Promise<Check> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const checker = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  })
  return (passphrase) => {
    const result = checker.check(passphrase)
    const { warning, suggestions } = result.feedback
    return { score: result.score, suggestions, ...(typeof warning === 'string' && warning !== '' ? { warning } : {}) }
  }
}
