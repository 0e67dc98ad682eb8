import { randomUUID } from 'node:crypto'
import { isPassword, keptVersions, labelProblems, passwordProblems, storedPasswords, type KeptVersion } from './fault-checks.ts'
import type { Files } from './fault-files.ts'
import type { FaultLane } from './fault-lane.ts'
import { has, planName, type Fault, type Plan, type Point, type Strike } from './fault-plan.ts'
import { FaultVault, type StepGate } from './fault-vault.ts'
import { builtInArn, type Fields } from './rotation-desk.ts'

/** A rotation that is made faulty itself, to see that the checks notice. */
export interface Sabotage {
  /** The database gets another password than the one that was stored. */
  readonly setsUnstored?: boolean
  /** What a kill leaves lacks what was written since the rotation began, as on a disk that only says it wrote. */
  readonly losesWrites?: boolean
}

export interface FaultGround {
  readonly lane: FaultLane
  readonly sabotage?: Sabotage
}

/** Rounds of "wait until it stands still, lift the faults, let the time of the retry come" after which a rotation is taken never to end. */
const MOST_ROUNDS = 12
const STILL_AFTER_MS = 90_000
/** How long the engine waits when it could not write, at most. */
const UNSETTLED_RETRY_MS = 31_000

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
  return run.problems.map((problem) => `${ground.lane.strategy}, ${planName(plan)}: ${problem}`)
}

class FaultRun {
  readonly problems: string[] = []
  readonly #ground: FaultGround
  readonly #left: Strike[]
  readonly #first: Strike | undefined
  readonly #isSingle: boolean
  readonly #lasting = new Set<Fault>()
  readonly #vault: FaultVault
  /** Values that were read since the core was started. */
  readonly #values = new Map<string, Fields>()
  readonly #arn: string
  #firstFiles: Files | null = null
  /** Steps wait here while what a kill left is looked at. */
  #held: Promise<void> = Promise.resolve()
  /** A server that is being stopped breaks its connections before it is gone. */
  #striking: Promise<unknown> = Promise.resolve()

  constructor(ground: FaultGround, plan: Plan) {
    this.#ground = ground
    this.#left = [...plan]
    this.#first = plan[0]
    this.#isSingle = plan.length === 1
    const { files, scene } = ground.lane
    this.#arn = scene.arn
    this.#vault = new FaultVault(files, this.#gate, { isSmall: has(plan, 'full'), from: scene.files })
  }

  async toTheEnd(): Promise<void> {
    const { lane } = this.#ground
    await lane.superuser.query(lane.scene.reset)
    lane.onCommit = (moment) => this.#at(`${moment}:setSecret`)
    await this.#vault.open()
    if (this.#ground.sabotage?.losesWrites === true) this.#firstFiles = this.#vault.snapshot()
    const token = randomUUID()
    await this.#vault.call('secretsmanager:RotateSecret', {
      SecretId: this.#arn,
      ClientRequestToken: token,
      RotationLambdaARN: builtInArn(`builtin-postgres-${this.#ground.lane.strategy}`),
      RotationRules: { AutomaticallyAfterDays: 30 },
    })
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (await this.#standsStill()) {
        await this.#lift()
        return this.#checkEnd(token)
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
    const { lane } = this.#ground
    await this.#striking.catch(() => undefined)
    await this.#liftOfDatabase()
    await this.#vault.close()
    await lane.proxy.drop()
    if (this.#firstFiles !== null) lane.files.giveBack(this.#firstFiles.folder, false)
  }

  readonly #gate: StepGate = async ({ Step }, invocation, { run, isKilled }) => {
    await this.#held
    if (!(await this.#at(`before:${Step}`, isKilled))) return KILLED
    const sabotaged = this.#ground.sabotage?.setsUnstored === true && Step === 'setSecret'
    const outcome = await run(sabotaged ? { ...invocation, call: withOtherPending(invocation.call) } : invocation)
    return (await this.#at(`after:${Step}`, isKilled)) ? outcome : KILLED
  }

  /** Lets the next fault strike if this is its point; false when it was a kill, or the answer is lost, or who comes here was killed before. */
  async #at(point: Point, isKilled = (): boolean => false): Promise<boolean> {
    await this.#striking
    if (isKilled()) return false
    const next = this.#left[0]
    if (next?.point !== point || !this.#vault.isOpen) return true
    this.#left.shift()
    const striking = this.#check(`at ${point}`).then(() => this.#strike(next))
    this.#striking = striking
    return striking
  }

  async #strike({ fault, point }: Strike): Promise<boolean> {
    const { lane } = this.#ground
    if (fault === 'kill') {
      const killed = this.#vault.kill(this.#firstFiles ?? undefined)
      await lane.proxy.drop()
      await killed
      return false
    }
    const isDown = this.#lasting.has('stop')
    this.#lasting.add(fault)
    if (fault === 'stop') {
      await lane.stop()
      // The server is gone before its answer is on the way.
      return point !== 'applied:setSecret'
    }
    if (fault === 'cut') lane.proxy.cut(true)
    else if (fault === 'silence') await lane.proxy.silence(true)
    else if (fault === 'full') this.#vault.fill()
    else if (fault === 'policy') lane.proxy.refusesPasswords = true
    // A server that is down lets nobody in anyway.
    else if (!isDown) await this.#setLogin('NOLOGIN')
    return true
  }

  async #lift(): Promise<void> {
    await this.#striking
    await this.#liftOfDatabase()
    // A core that was killed is first started on the full disk, as it would be.
    if (this.#lasting.has('full') && !this.#vault.isOpen) await this.#vault.open().catch(() => this.#vault.kill())
    if (this.#lasting.delete('full')) this.#vault.free()
  }

  async #liftOfDatabase(): Promise<void> {
    const { lane } = this.#ground
    if (this.#lasting.delete('stop')) await lane.start()
    if (this.#lasting.delete('silence')) await lane.proxy.silence(false)
    if (this.#lasting.delete('cut')) lane.proxy.cut(false)
    if (this.#lasting.delete('refused')) await this.#setLogin('LOGIN')
    if (this.#lasting.delete('policy')) lane.proxy.refusesPasswords = false
  }

  async #setLogin(word: 'LOGIN' | 'NOLOGIN'): Promise<void> {
    await this.#ground.lane.superuser.query(this.#ground.lane.scene.roles.map((role) => `ALTER ROLE ${role} ${word}`).join('; '))
  }

  /** Starts the core again; no step runs before what it found was looked at. */
  async #reopen(): Promise<void> {
    let release = (): void => undefined
    this.#held = new Promise((resolve) => (release = resolve))
    try {
      await this.#vault.open()
      this.#values.clear()
      await this.#check('after the kill')
    } finally {
      release()
    }
  }

  /** Waits until nothing runs; true when the rotation has ended. */
  async #standsStill(): Promise<boolean> {
    for (;;) {
      const seen = this.#vault.changes
      if (!this.#vault.isOpen || this.#vault.isUnsettled) return false
      if (!this.#vault.isAtStep) {
        const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
        if (Active === undefined) return true
        if (Active.State !== 'waiting' && Active.State !== 'running') return false
      }
      await this.#vault.changeAfter(seen, STILL_AFTER_MS)
    }
  }

  /** Lets the time of the next try come. */
  async #nextTry(): Promise<void> {
    const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    const isUnsettled = this.#vault.isUnsettled
    this.#vault.isUnsettled = false
    if (Active?.NextTryDate !== undefined) this.#vault.clock.advance(Math.max(0, Math.ceil(Active.NextTryDate * 1_000) - this.#vault.clock.nowMs()) + 1)
    else if (isUnsettled) this.#vault.clock.advance(UNSETTLED_RETRY_MS)
  }

  /** What the vault and the server have now, with what is wrong noted; null when the server cannot be asked, since it is down. */
  async #check(when: string): Promise<Kept | null> {
    if (this.#lasting.has('stop')) return null
    const kept = await this.#kept()
    this.problems.push(...[...labelProblems(kept.versions), ...passwordProblems(kept.versions, kept.stored)].map((problem) => `${when} ${problem}`))
    return kept
  }

  async #kept(): Promise<Kept> {
    const { superuser, scene } = this.#ground.lane
    const [versions, stored] = await Promise.all([keptVersions(this.#vault, scene.arn, this.#values), storedPasswords(superuser, scene.roles)])
    return { versions, stored }
  }

  /** What a person is told of which password works, while the rotation waits for its next try. */
  async #checkWords(): Promise<void> {
    const { Active } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    if (Active === undefined || Active.State === 'running' || Active.State === 'waiting') return
    const { Logins } = await this.#vault.call('workbench:CheckRotation', { SecretId: this.#arn })
    const { stored, versions } = await this.#kept()
    for (const [of, stage] of [['current', 'AWSCURRENT'], ['pending', 'AWSPENDING']] as const) {
      const value = versions.find(({ stages }) => stages.includes(stage))?.value ?? null
      const said = Logins.find(({ Of }) => Of === of)?.Works
      const is = value === null ? undefined : isPassword(stored.get(String(value['username'])) ?? '', String(value['password']))
      if (said !== is) this.problems.push(`it says that the ${of} password ${said} works, which is ${is}`)
    }
    if (Active.ErrorMessage === undefined) this.problems.push('it waits for its next try and says no reason')
  }

  async #checkEnd(token: string): Promise<void> {
    // On a disk that is full the audit gives its reserve back, in which a step may find the room to go on.
    if (this.#left.length > 0 && this.#first?.fault !== 'full') this.problems.push(`${this.#left.map((strike) => planName([strike])).join(', ')} never struck`)
    this.#values.clear()
    const kept = await this.#check('at the end')
    const { History } = await this.#vault.call('workbench:GetRotation', { SecretId: this.#arn })
    const [last] = History
    if (last?.VersionId !== token || last.Outcome !== 'succeeded') this.problems.push(`it ended ${last?.Outcome}: ${last?.Reason}`)
    const current = kept?.versions.find(({ stages }) => stages.includes('AWSCURRENT'))
    if (current?.versionId !== token) this.problems.push('AWSCURRENT is not on the version of the rotation')
    const { server, scene } = this.#ground.lane
    const login = async (of: Fields): Promise<void> => (await server.login(String(of['username']), String(of['password']))).end()
    await login(current?.value ?? {}).catch((error: Error) => this.problems.push(`AWSCURRENT does not log in: ${error.message}`))
    const isOldTaken = await login(scene.current).then(
      () => true,
      () => false,
    )
    if (isOldTaken !== (this.#ground.lane.strategy === 'alternating')) this.problems.push(isOldTaken ? 'the old password still logs in' : 'the user before is locked out')
  }
}

interface Kept {
  readonly versions: readonly KeptVersion[]
  readonly stored: ReadonlyMap<string, string>
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
