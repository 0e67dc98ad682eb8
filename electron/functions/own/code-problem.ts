/** The code of a function cannot be taken; the text says what to do. */
export class CodeProblem extends Error {
  override readonly name = 'CodeProblem'
}
