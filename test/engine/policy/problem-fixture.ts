import { parsePolicy } from '../../../electron/engine/policy/parse-policy.ts'
import type { PolicyGrammar } from '../../../electron/engine/policy/policy-document.ts'

export const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:a-AbCdEf'
/** A statement that is fine in a resource policy. */
export const OK = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }
export const without = (...names: string[]): object => Object.fromEntries(Object.entries(OK).filter(([name]) => !names.includes(name)))

/** The problems of a text as `path: words`. */
export function problemsOf(text: string, grammar: PolicyGrammar = 'resource'): readonly string[] {
  const parse = parsePolicy(text, grammar)
  return parse.ok ? [] : parse.problems.map((problem) => (problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`))
}

/** The problems of one statement. */
export function statementProblems(statement: unknown, grammar: PolicyGrammar = 'resource'): readonly string[] {
  return problemsOf(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), grammar).map((problem) =>
    problem.replace('Statement[0].', ''),
  )
}
