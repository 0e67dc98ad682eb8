import { ServiceError } from '../../shared/errors.ts'

/** What a caller sees of a refused call. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly statusCode: number
}

/** The refusal that a row of a table expects; AWS's client errors have status 400. */
export function refusal(code: string, message: string, statusCode = 400): Refusal {
  return { code, message, statusCode }
}

/** The refusal of a call; a call that is answered fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  let answer: unknown
  try {
    answer = await call
  } catch (thrown) {
    if (!(thrown instanceof ServiceError)) throw thrown
    return refusal(thrown.code, thrown.message, thrown.statusCode)
  }
  throw new Error(`The call was answered: ${JSON.stringify(answer)}`)
}
