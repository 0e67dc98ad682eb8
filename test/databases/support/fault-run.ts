import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type pg from 'pg'
import { isPassword, keptVersions, labelProblems, passwordProblems, storedPasswords } from './fault-checks.ts'
import { has, planName, type Fault, type Plan, type Point } from './fault-plan.ts'
import { FaultVault, type Files, type StepGate } from './fault-vault.ts'
import { startProxy, type PostgresProxy } from './postgres-proxy.ts'
import type { PostgresServer } from './postgres-server.ts'
import { builtInArn, type Fields } from './rotation-desk.ts'

export type Strategy = 'single' | 'alternating'

/** A rotation that is made faulty itself, to see that the checks notice. */
export interface Sabotage {
  /** The database gets another password than the one that was stored. */
  readonly setsUnstored?: boolean
  /** What a kill leaves lacks what was written since the rotation began, as on a disk that only says it wrote. */
  readonly losesWrites?: boolean
}

export interface FaultGround {
  readonly server: PostgresServer
  /** Connections past all proxies. */
  readonly superuser: pg.Pool
  readonly strategy: Strategy
  readonly sabotage?: Sabotage
  /** Makes a stop of the server itself, and undoes it; only the proxy's stop otherwise. */
  readonly realStop?: { stop(): Promise<void>; start(): Promise<void> }
}

/** Rounds of "wait until it stands still, lift the faults, let the time of the retry come" after which a rotation is taken never to end. */
const MOST_ROUNDS = 12
const STILL_AFTER_MS = 30_000
/** How long the engine waits when it could not write, at most. */
const UNSETTLED_RETRY_MS = 31_000
let made = 0

/** Rotates once under a plan of faults; what went wrong, in words, or an empty list. */
export async function runPlan(ground: FaultGround, plan: Plan): Promise<readonly string[]> {
  const run = new FaultRun(ground, plan)
  try {
    await run.toTheEnd()
  } catch (thrown) {
    run.problems.push(`it threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`)
  } finally {
    await run.close()
  }
  return run.problems.map((problem) => `${ground.strategy}, ${planName(plan)}: ${problem}`)
}

/** Runs plans a few at a time. */
export async function runPlans(ground: FaultGround, plans: readonly Plan[], atOnce = 4): Promise<readonly string[]> {
  const problems: string[] = []
  const left = [...plans]
  const work = async (): Promise<void> => {
    for (let plan = left.shift(); plan !== undefined; plan = left.shift()) problems.push(...(await runPlan(ground, plan)))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, plans.length) }, work))
  return problems
}

class FaultRun {
  readonly problems: string[] = []
  readonly #ground: FaultGround
  readonly #left: Plan[number][]
  readonly #isSingle: boolean
  readonly #lasting = new Set<Fault>()
  readonly #vault: FaultVault
  readonly #user: string
  readonly #roles: readonly string[]
  #proxy: PostgresProxy | null = null
  #arn = ''
  #firstFiles: Files | null = null
  /** Steps wait here while what a kill left is looked at. */
  #held: Promise<void> = Promise.resolve()

  constructor(ground: FaultGround, plan: Plan) {
    this.#ground = ground
    this.#left = [...plan]
    this.#isSingle = plan.length === 1
    this.#user = `app_${++made}`
    this.#roles = ground.strategy === 'single' ? [this.#user] : [this.#user, `${this.#user}_clone`]
    this.#vault = new FaultVault(this.#gate, { isSmall: has(plan, 'full') })
  }

  async toTheEnd(): Promise<void> {
    const proxy = await startProxy(this.#ground.server.port, (moment) => this.#at(`${moment}:setSecret`))
    this.#proxy = proxy
    await this.#vault.open()
    const before = await this.#setUp(proxy.port)
    if (this.#ground.sabotage?.losesWrites === true) this.#firstFiles = this.#vault.snapshot()
    const token = randomUUID()
    await this.#vault.call('secretsmanager:RotateSecret', {
      SecretId: this.#arn,
      ClientRequestToken: token,
      RotationLambdaARN: builtInArn(`builtin-postgres-${this.#ground.strategy}`),
      RotationRules: { AutomaticallyAfterDays: 30 },
    })
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (await this.#standsStill()) {
        await this.#lift()
        return this.#checkEnd(token, before)
      }
      await this.#lift()
      if (!this.#vault.isOpen) await this.#reopen()
      else await this.#check('when it stood still')
      if (this.#isSingle) await this.#checkWords()
      if (this.problems.length > 0) return
      await this.#nextTry()
    }
    const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    this.problems.push(`it never ended: ${JSON.stringify(Active)}`)
  }

  async close(): Promise<void> {
    await this.#proxy?.close()
    await this.#vault.close()
    if (this.#firstFiles !== null) rmSync(this.#firstFiles.folder, { recursive: true, force: true })
  }

  /** Users that were rotated before: each has a password, and the version before is there. Returns the current value. */
  async #setUp(port: number): Promise<Fields> {
    const { strategy, superuser, server } = this.#ground
    const fields = (username: string, more: Fields = {}): Fields => ({ engine: 'postgres', host: '127.0.0.1', port, ssl: false, username, password: randomUUID(), ...more })
    const master = strategy === 'single' ? null : await this.#make(fields(server.superuser.username, { password: server.superuser.password }))
    const [name = '', twin] = this.#roles
    const older = fields(twin ?? name, master === null ? {} : { masterarn: master })
    const current = { ...older, username: name, password: randomUUID() }
    await superuser.query(`CREATE ROLE ${name} LOGIN PASSWORD '${String(current.password)}'${twin === undefined ? '' : `; CREATE ROLE ${twin} LOGIN PASSWORD '${String(older['password'])}' IN ROLE ${name}`}`)
    this.#arn = await this.#make(older)
    await this.#vault.call('secretsmanager:PutSecretValue', { SecretId: this.#arn, ClientRequestToken: randomUUID(), SecretString: JSON.stringify(current) })
    return current
  }

  async #make(fields: Fields): Promise<string> {
    const { ARN } = await this.#vault.call('secretsmanager:CreateSecret', { Name: `db-${randomUUID()}`, ClientRequestToken: randomUUID(), SecretString: JSON.stringify(fields) })
    return ARN
  }

  readonly #gate: StepGate = async ({ Step }, invocation, run) => {
    await this.#held
    if (!(await this.#at(`before:${Step}`))) return KILLED
    const sabotaged = this.#ground.sabotage?.setsUnstored === true && Step === 'setSecret'
    const outcome = await run(sabotaged ? { ...invocation, call: withOtherPending(invocation.call) } : invocation)
    return (await this.#at(`after:${Step}`)) ? outcome : KILLED
  }

  /** Lets the next fault strike if this is its point; false when it was a kill. */
  async #at(point: Point): Promise<boolean> {
    const next = this.#left[0]
    if (next?.point !== point || !this.#vault.isOpen) return true
    this.#left.shift()
    await this.#check(`at ${point}`)
    return this.#strike(next.fault)
  }

  async #strike(fault: Fault): Promise<boolean> {
    if (fault === 'kill') {
      await this.#vault.kill(this.#firstFiles ?? undefined)
      return false
    }
    this.#lasting.add(fault)
    if (fault === 'stop') {
      if (this.#ground.realStop === undefined) this.#proxy?.set('stopping')
      else await this.#ground.realStop.stop()
    } else if (fault === 'cut') this.#proxy?.set('cut')
    else if (fault === 'full') this.#vault.fill()
    else if (fault === 'refused') await this.#setLogin('NOLOGIN')
    else if (this.#proxy !== null) this.#proxy.refusesPasswords = true
    return true
  }

  async #lift(): Promise<void> {
    if (this.#lasting.delete('stop')) {
      await this.#ground.realStop?.start()
      this.#proxy?.set(this.#lasting.has('cut') ? 'cut' : 'up')
    }
    if (this.#lasting.delete('cut')) this.#proxy?.set('up')
    if (this.#lasting.delete('refused')) await this.#setLogin('LOGIN')
    if (this.#lasting.delete('policy') && this.#proxy !== null) this.#proxy.refusesPasswords = false
    // A core that was killed is first started on the full disk, as it would be.
    if (this.#lasting.has('full') && !this.#vault.isOpen) await this.#vault.open().catch(() => this.#vault.kill())
    if (this.#lasting.delete('full')) this.#vault.free()
  }

  async #setLogin(word: 'LOGIN' | 'NOLOGIN'): Promise<void> {
    await this.#ground.superuser.query(this.#roles.map((role) => `ALTER ROLE ${role} ${word}`).join('; '))
  }

  /** Starts the core again; no step runs before what it found was looked at. */
  async #reopen(): Promise<void> {
    let release = (): void => undefined
    this.#held = new Promise((resolve) => (release = resolve))
    try {
      await this.#vault.open()
      await this.#check('after the kill')
    } finally {
      release()
    }
  }

  /** Waits until nothing runs; true when the rotation has ended. */
  async #standsStill(): Promise<boolean> {
    const endMs = performance.now() + STILL_AFTER_MS
    while (performance.now() < endMs) {
      if (!this.#vault.isOpen || this.#vault.isUnsettled) return false
      const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
      if (Active === undefined) return true
      if (Active.State !== 'waiting' && Active.State !== 'running') return false
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    throw new Error('A step did not end')
  }

  /** Lets the time of the next try come. */
  async #nextTry(): Promise<void> {
    const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    const isUnsettled = this.#vault.isUnsettled
    this.#vault.isUnsettled = false
    if (Active?.NextTryDate !== undefined) this.#vault.clock.advance(Math.max(0, Math.ceil(Active.NextTryDate * 1_000) - this.#vault.clock.nowMs()) + 1)
    else if (isUnsettled) this.#vault.clock.advance(UNSETTLED_RETRY_MS)
  }

  async #check(when: string): Promise<void> {
    // A server that is down cannot be asked.
    if (this.#ground.realStop !== undefined && this.#lasting.has('stop')) return
    const versions = await keptVersions(this.#vault, this.#arn)
    const stored = await storedPasswords(this.#ground.superuser, this.#roles)
    this.problems.push(...[...labelProblems(versions), ...passwordProblems(versions, stored)].map((problem) => `${when} ${problem}`))
  }

  /** What a person is told of which password works, while the rotation waits for its next try. */
  async #checkWords(): Promise<void> {
    const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    if (Active === undefined || Active.State === 'running' || Active.State === 'waiting') return
    const { Logins } = await this.#vault.call('workbench:CheckRotation', { SecretId: this.#arn })
    const stored = await storedPasswords(this.#ground.superuser, this.#roles)
    const versions = await keptVersions(this.#vault, this.#arn)
    for (const [of, stage] of [['current', 'AWSCURRENT'], ['pending', 'AWSPENDING']] as const) {
      const value = versions.find(({ stages }) => stages.includes(stage))?.value ?? null
      const said = Logins.find(({ Of }) => Of === of)?.Works
      const is = value === null ? undefined : isPassword(stored.get(String(value['username'])) ?? '', String(value['password']))
      if (said !== is) this.problems.push(`it says that the ${of} password ${said} works, which is ${is}`)
    }
    if (Active.ErrorMessage === undefined) this.problems.push('it waits for its next try and says no reason')
  }

  async #checkEnd(token: string, before: Fields): Promise<void> {
    await this.#check('at the end')
    const { History } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    const [last] = History
    if (last?.VersionId !== token || last.Outcome !== 'succeeded') this.problems.push(`it ended ${last?.Outcome}: ${last?.Reason}`)
    const current = (await keptVersions(this.#vault, this.#arn)).find(({ stages }) => stages.includes('AWSCURRENT'))
    if (current?.versionId !== token) this.problems.push('AWSCURRENT is not on the version of the rotation')
    const login = async (of: Fields): Promise<void> => (await this.#ground.server.login(String(of['username']), String(of['password']))).end()
    await login(current?.value ?? {}).catch((error: Error) => this.problems.push(`AWSCURRENT does not log in: ${error.message}`))
    const isOldTaken = await login(before).then(
      () => true,
      () => false,
    )
    if (isOldTaken !== (this.#ground.strategy === 'alternating')) this.problems.push(isOldTaken ? 'the old password still logs in' : 'the user before is locked out')
  }
}

const KILLED = { status: 'failed', errorType: 'Killed', errorMessage: 'The core was killed', log: [] } as const

type Call = Parameters<StepGate>[1]['call']

/** Reads another pending password than the one that is stored. */
function withOtherPending(call: Call): Call {
  return async (operation, input) => {
    const answer = await call(operation, input)
    if (operation !== 'GetSecretValue' || (input as { VersionStage?: string }).VersionStage !== 'AWSPENDING') return answer
    const { SecretString } = answer as { SecretString: string }
    return { ...(answer as object), SecretString: JSON.stringify({ ...(JSON.parse(SecretString) as object), password: randomUUID() }) }
  }
}
