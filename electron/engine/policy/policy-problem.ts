/** One thing wrong with a policy text: where (path in the document and place in the text) and what, in words. */
export interface PolicyProblem {
  /** Such as `Statement[0].Condition.StringEquals["aws:username"]`; empty for the whole text. */
  readonly path: string
  readonly message: string
  readonly startOffset: number
  readonly endOffset: number
  /** 1-based line and column (UTF-16 units) of `startOffset`. */
  readonly line: number
  readonly column: number
}

export interface PolicyProblemList {
  readonly problems: readonly PolicyProblem[]
  add(path: string, span: { readonly start: number; readonly end: number }, message: string): void
}

export function createProblemList(text: string): PolicyProblemList {
  const problems: PolicyProblem[] = []
  return {
    problems,
    add(path, span, message) {
      problems.push({ path, message, startOffset: span.start, endOffset: span.end, ...positionAt(text, span.start) })
    },
  }
}

/** 1-based line and column of an offset. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

/** Appends a member name or an index to a path. */
export function pathTo(parent: string, step: string | number): string {
  if (typeof step === 'number') return `${parent}[${step}]`
  if (!/^\w+$/.test(step)) return `${parent}[${JSON.stringify(step)}]`
  return parent === '' ? step : `${parent}.${step}`
}
