import { expect, test } from 'vitest'
import type { Decision } from '../../../electron/engine/policy/decision.ts'

/** One row: the case, the call with its policies, and the reason with the statement that decided, as `reason by kind index`. */
export type DecisionRow<Call> = readonly [what: string, call: Call, decision: string]

/** One test a row. */
export function decisionTable<Call>(decide: (call: Call) => Decision, rows: readonly DecisionRow<Call>[]): void {
  test.each(rows)('%s', (_what, call, expected) => {
    const decision = decide(call as Call)
    expect(summaryOf(decision)).toBe(expected)
    expect(decision.allowed).toBe(expected.startsWith('allowed'))
  })
}

function summaryOf({ reason, statement }: Decision): string {
  return statement === undefined ? reason : `${reason} by ${statement.policyKind} ${statement.index}`
}
