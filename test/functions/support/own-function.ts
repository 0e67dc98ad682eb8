import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createOwnFunctions, type OwnFunctions } from '../../../electron/functions/own/own-functions.ts'
import type { FunctionInvocation, FunctionOutcome, FunctionTarget } from '../../../electron/engine/rotation/function-runner.ts'
import { Sensitive } from '../../../shared/sensitive.ts'

export type OwnTarget = Extract<FunctionTarget, { kind: 'own' }>

export interface OwnRun extends Partial<Omit<FunctionInvocation, 'target'>> {
  readonly runtime: 'nodejs' | 'python'
  /** Files of the function's folder, by path. */
  readonly files: Readonly<Record<string, string>>
  readonly handler?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly memoryMiB?: number
  /** Secrets that the engine would have seen. */
  readonly secrets?: readonly (string | Uint8Array)[]
  /** Another hash than that of the code. */
  readonly codeSha256?: string | null
}

export const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:own'

/** The runner as the core makes it. */
export function ownFunctions(more: { readonly mayUseSandbox?: boolean; readonly environment?: Readonly<Record<string, string | undefined>> } = {}): OwnFunctions {
  return createOwnFunctions({ platform: process.platform, environment: process.env, ownNode: process.execPath, ...more })
}

/** Writes a function's folder, to be removed by the caller. */
export function writeCode(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-code-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** An outcome with the texts of its log alone: their times differ with every run. */
export type SeenOutcome = FunctionOutcome extends infer O ? (O extends FunctionOutcome ? Omit<O, 'log'> & { readonly log: readonly string[] } : never) : never

/** Runs code once, and agrees to it first unless told otherwise. */
export async function runOwn(functions: OwnFunctions, { runtime, files, handler = 'index.handler', environment = {}, memoryMiB = 128, secrets = [], codeSha256, ...more }: OwnRun): Promise<SeenOutcome> {
  const codePath = writeCode(files)
  try {
    const target: OwnTarget = { kind: 'own', functionName: 'own', runtime, codePath, handler, environment, memoryMiB, codeSha256: codeSha256 === undefined ? await functions.codeSha256(codePath) : codeSha256 }
    const outcome = await functions.run({
      functionArn: FUNCTION_ARN,
      target,
      requestId: randomUUID(),
      accountId: '123456789012',
      region: 'eu-central-1',
      payload: { Step: 'createSecret' },
      timeoutMs: 30_000,
      call: () => Promise.reject(new Error('A function in a process calls by the endpoint')),
      credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: new Sensitive('the-secret-access-key-of-the-run'), sessionToken: new Sensitive('the-session-token-of-the-run') },
      endpointUrl: 'http://127.0.0.1:9',
      signal: new AbortController().signal,
      secretsSeen: () => secrets.map((secret) => new Sensitive(secret)),
      ...more,
    })
    return { ...outcome, log: outcome.log.map(({ text }) => text) }
  } finally {
    rmSync(codePath, { recursive: true, force: true })
  }
}
