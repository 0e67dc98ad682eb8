import { execFile, spawnSync } from 'node:child_process'

/** Why a program cannot be used, or null when it can. */
export function missingProgram(command: string, args: readonly string[]): string | null {
  const { status, error } = spawnSync(command, args, { timeout: 20_000 })
  if (error !== undefined) return `${command} is not here (${(error as NodeJS.ErrnoException).code ?? error.message})`
  return status === 0 ? null : `\`${command} ${args.join(' ')}\` fails with ${status}`
}

export interface ProgramResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program with the credentials and endpoint of a test in its environment, and nothing of the user's AWS configuration. */
export function runAwsProgram(command: string, args: readonly string[], port: number, environment: Readonly<Record<string, string>>, input = ''): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_PAGER: '',
      ...environment,
    }
    const child = execFile(command, args, { env, timeout: 120_000 }, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr })
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
