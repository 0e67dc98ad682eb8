import type { Caller } from '../caller.ts'
import type { OpenVault } from '../open-vault.ts'
import type { AllowReason, Decision, DenyReason } from '../policy/decision.ts'
import type { AccessRequest } from './access-request.ts'
import { decideBeforePolicies, decideQuestion, decisionInWords, questionOf } from './decide.ts'
import { isKeepable } from './kept-verdicts.ts'

/** What a call needs of a decision: whether it may go on, and what the activity record says of it. */
export type Verdict = { readonly words: string } & ({ readonly allowed: true; readonly reason: AllowReason } | { readonly allowed: false; readonly reason: DenyReason })

/** Decides like `decide`; when nothing that bears on the request has changed, from memory. */
export function verdictOn(vault: OpenVault, caller: Caller, request: AccessRequest, nowMs: number): Verdict {
  const early = decideBeforePolicies(caller, request, nowMs)
  if (early !== null) return inShort(early)
  const policiesVersion = vault.access.policiesVersion()
  const kept = vault.verdicts.find(caller, request, policiesVersion)
  if (kept !== null) return kept
  let mayBeKept = true
  const question = questionOf(vault, caller, request, nowMs, (conditionKey) => {
    mayBeKept &&= isKeepable(conditionKey)
  })
  const verdict = inShort(decideQuestion(question, request))
  if (mayBeKept) vault.verdicts.keep(caller, request, policiesVersion, verdict)
  return verdict
}

function inShort(decision: Decision): Verdict {
  const words = decisionInWords(decision)
  return decision.allowed ? { allowed: true, reason: decision.reason, words } : { allowed: false, reason: decision.reason, words }
}
