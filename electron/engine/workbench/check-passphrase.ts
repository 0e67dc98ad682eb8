import type { VaultHandler } from '../operation-handler.ts'
import { judgePassphrase } from './judge-passphrase.ts'

/** How good a passphrase is, while it is typed. It is not kept. */
export const checkPassphrase: VaultHandler<'workbench:CheckPassphrase'> = {
  kind: 'vault',
  async handle({ host }, input) {
    const judgement = await judgePassphrase(host, input.Passphrase.reveal())
    return { Score: judgement.score, Acceptable: judgement.problem === null, Warning: judgement.problem ?? judgement.warning, Suggestions: judgement.suggestions }
  },
}
