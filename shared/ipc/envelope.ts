/** How an answer crosses a process line: errors are data, since Electron keeps only the text of a thrown Error. */
export type Envelope<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly statusCode: number } }
