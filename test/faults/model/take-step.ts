import { arnInRegion } from '../../../electron/engine/replication/replica-facts.ts'
import { checkDelivered, checkNow, noteObstacles, secretIn } from './check-state.ts'
import { HOME } from './engine-under-test.ts'
import { Line } from './expected.ts'
import type { CommitMoment } from './faulty-sqlite.ts'
import { NAMES, REGIONS, type Step } from './steps.ts'
import type { World } from './world.ts'

/** The longest wait of a step: by then what can be delivered is. */
const LONG_S = 600
const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:CancelRotateSecret', Resource: '*' }] })

/** A new secret with replicas in all other regions, or in those given. */
export async function create(world: World, name: string, region: string, replicas: readonly string[]): Promise<void> {
  const ClientRequestToken = world.newVersion()
  const answer = await world.attempt(region, 'secretsmanager:CreateSecret', { Name: name, ClientRequestToken, SecretString: textOf(world, ClientRequestToken), AddReplicaRegions: replicas.length === 0 ? undefined : replicas.map((Region) => ({ Region })) })
  if (answer === null) return
  const secret = secretIn(world, region, name)
  if (secret === null) throw new Error('CreateSecret left no secret')
  const line = new Line(region, name, secret.id)
  line.acknowledge(secret)
  for (const one of replicas) line.replicas.add(one)
  world.expected.add(line)
}

/** Does one step and checks what must hold at every moment. */
export async function takeStep(world: World, step: Step): Promise<void> {
  await run(world, step)
  // An obstacle counts before time passes, since it may be gone after.
  if (noteObstacles(world)) world.tally.note('a replica that another secret was in the way of')
  world.notePending()
  checkNow(world)
  if (step.do === 'wait' && step.seconds === LONG_S) checkDelivered(world, (region) => world.isInOrder(region))
}

async function run(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'part':
      return world.part(step.region, step.how)
    case 'heal':
      return world.heal(step.region)
    case 'failCommit':
      return world.failCommit(step.region, step.fault)
    case 'wait':
      return world.wait(step.seconds * 1_000)
    case 'reopen':
      return world.reopen()
    case 'kill':
      if (step.at === null) return world.kill()
      await world.killDuring(step.at, null, () => world.engine.clock.advance(1))
      return
    case 'promote':
      return promote(world, step.name, step.to, step.killed)
    case 'promoteRegion':
      return promoteRegion(world, step.to)
    default: {
      const line = world.expected.meant(step.name, step.at)
      if (line !== null) await changeLine(world, line, step)
    }
  }
}

type LineStep = Extract<Step, { readonly at: string; readonly name: string }>

async function changeLine(world: World, line: Line, step: LineStep): Promise<void> {
  const SecretId = line.name
  world.look(line.region)
  switch (step.do) {
    case 'put':
      return put(world, line, step)
    case 'rotate':
      return rotate(world, line)
    case 'rollBack': {
      const secret = secretIn(world, line.region, line.name)
      const stageOf = (stage: string) => secret?.versions.find(({ stages }) => stages.includes(stage))?.versionId
      const [current, previous] = [stageOf('AWSCURRENT'), stageOf('AWSPREVIOUS')]
      if (current === undefined || previous === undefined) return
      await world.change(line, 'secretsmanager:UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: previous, RemoveFromVersionId: current })
      return
    }
    case 'describe':
      await world.change(line, 'secretsmanager:UpdateSecret', { SecretId, Description: `description ${String(line.history.length)}` })
      return
    case 'tag':
      if (line.history.length % 3 === 0) await world.change(line, 'secretsmanager:UntagResource', { SecretId, TagKeys: ['k1', 'k2'] })
      else await world.change(line, 'secretsmanager:TagResource', { SecretId, Tags: [{ Key: `k${String(line.history.length % 3)}`, Value: String(line.history.length) }] })
      return
    case 'policy':
      if (line.history.length % 2 === 0) await world.change(line, 'secretsmanager:DeleteResourcePolicy', { SecretId })
      else await world.change(line, 'secretsmanager:PutResourcePolicy', { SecretId, ResourcePolicy: POLICY })
      return
    case 'remove':
      await removeReplicas(world, line, [step.to])
      return
    case 'replicate':
      return replicate(world, line, step.to, step.isForced)
    case 'deleteAndRestore':
      return deleteAndRestore(world, line)
    case 'makeAnew':
      return makeAnew(world, line)
  }
}

async function put(world: World, line: Line, { isRetried, killed: at }: Extract<Step, { readonly do: 'put' }>): Promise<void> {
  // Before the kill deliveries go on, which would end it.
  const killed = line.isDoomed ? null : at
  const ClientRequestToken = world.newVersion()
  const input = { SecretId: line.name, ClientRequestToken, SecretString: textOf(world, ClientRequestToken) }
  if (killed === null) {
    await world.change(line, 'secretsmanager:PutSecretValue', input)
    return
  }
  if (!world.isInOrder(line.region)) return
  let isAnswered = false
  const { isStruck } = await world.killDuring({ commits: 0, moment: killed }, line.region, async () => {
    isAnswered = await world.change(line, 'secretsmanager:PutSecretValue', input)
  })
  if (!isStruck || isAnswered) throw new Error('The put was not killed')
  world.tally.note('a kill in the middle of a put')
  if (killed !== 'before') {
    // Nobody was told, and it is on the disk all the same.
    const secret = secretIn(world, line.region, line.name)
    if (secret?.versions.at(-1)?.versionId !== ClientRequestToken || secret.versions.length !== line.ids.length + 1) throw new Error('A put that was on the disk is not there after the kill')
    line.acknowledge(secret)
    world.tally.note('a put that was kept without an answer')
  }
  if (isRetried) await world.change(line, 'secretsmanager:PutSecretValue', input)
}

/** As a rotation function does: a pending version, its test, the label's move, the end. */
async function rotate(world: World, line: Line): Promise<void> {
  const SecretId = line.name
  const ClientRequestToken = world.newVersion()
  const current = secretIn(world, line.region, line.name)?.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.versionId
  if (!(await world.change(line, 'secretsmanager:PutSecretValue', { SecretId, ClientRequestToken, SecretString: textOf(world, ClientRequestToken), VersionStages: ['AWSPENDING'] }))) return
  if (line.history.length % 2 === 0 && !line.isDoomed) world.wait(1)
  const isMoved = await world.change(line, 'secretsmanager:UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current })
  const isEnded = await world.change(line, 'secretsmanager:UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: ClientRequestToken })
  if (isMoved && isEnded && line.replicas.size > 0) world.tally.note('a label move of a rotation')
}

/** Says whether it was acknowledged. */
async function removeReplicas(world: World, line: Line, regions: readonly string[]): Promise<boolean> {
  if (!(await world.change(line, 'secretsmanager:RemoveRegionsFromReplication', { SecretId: line.name, RemoveReplicaRegions: regions }))) return false
  const removed = regions.filter((region) => line.replicas.delete(region))
  if (removed.length > 0) world.tally.note('a removal')
  return true
}

async function replicate(world: World, line: Line, to: string, isForced: boolean): Promise<void> {
  if (to === line.region) return
  const known = secretIn(world, line.region, line.name)?.replicas?.find(({ region }) => region === to)
  const AddReplicaRegions = [{ Region: to }]
  if (!(await world.change(line, 'secretsmanager:ReplicateSecretToRegions', { SecretId: line.name, AddReplicaRegions, ForceOverwriteReplicaSecret: isForced }))) return
  // One that is not known to have failed stays as it is, also when the other side has become independent meanwhile.
  if (known !== undefined && known.status !== 'Failed') return
  line.replicas.add(to)
  if (isForced) {
    line.forcedTo.add(to)
    const rivals = world.expected.lines().filter((rival) => rival !== line && rival.name === line.name && rival.replicas.has(to))
    for (const rival of rivals) rival.losing.add(to)
    if (rivals.length > 0) world.tally.note('a forced replacement')
  }
  const other = world.expected.line(to, line.name)
  if (!isForced || other === null) return
  other.isDoomed = true
  world.tally.note('a forced replacement')
}

async function deleteAndRestore(world: World, line: Line): Promise<void> {
  const SecretId = line.name
  const regions = [...line.replicas]
  if (regions.length > 0) expectCode(await world.refused(line.region, 'secretsmanager:DeleteSecret', { SecretId }), 'InvalidParameterException')
  if (!(await removeReplicas(world, line, REGIONS))) return
  if (!(await world.change(line, 'secretsmanager:DeleteSecret', { SecretId, RecoveryWindowInDays: 7 }))) return
  if (line.history.length % 2 === 0 && !line.isDoomed) world.wait(1)
  expectCode(await world.refused(line.region, 'secretsmanager:PutSecretValue', { SecretId, SecretString: 'never' }), 'InvalidRequestException')
  if (!(await world.change(line, 'secretsmanager:RestoreSecret', { SecretId }))) return
  for (const region of regions) await replicate(world, line, region, false)
  world.tally.note('a deletion and restore')
}

async function makeAnew(world: World, line: Line): Promise<void> {
  const regions = [...line.replicas]
  if (!(await removeReplicas(world, line, REGIONS))) return
  if ((await world.attempt(line.region, 'secretsmanager:DeleteSecret', { SecretId: line.name, ForceDeleteWithoutRecovery: true })) === null) return
  world.expected.end(line)
  await create(world, line.name, line.region, regions)
  world.tally.note('a name made anew')
}

async function promote(world: World, name: string, to: string, killed: CommitMoment | null): Promise<void> {
  if (killed !== null) world.heal(HOME)
  world.look(to)
  const before = secretIn(world, to, name)
  if (before === null || !world.isInOrder(to)) return
  if (before.replicaOf === undefined) {
    expectCode(await world.refused(to, 'secretsmanager:StopReplicationToReplica', { SecretId: name }), 'InvalidRequestException')
    return
  }
  const call = () => world.attempt(to, 'secretsmanager:StopReplicationToReplica', { SecretId: name })
  if (killed === null) await call()
  else {
    const { isStruck } = await world.killDuring({ commits: 0, moment: killed }, to, async () => void (await call()))
    if (!isStruck) throw new Error('The promotion was not killed')
    world.tally.note('a promotion that was killed')
    const isDone = secretIn(world, to, name)?.replicaOf === undefined
    if (isDone !== (killed !== 'before')) throw new Error('A promotion that was killed is there or not, against the moment of the kill')
    // Who got no answer asks again.
    if (isDone) expectCode(await world.refused(to, 'secretsmanager:StopReplicationToReplica', { SecretId: name }), 'InvalidRequestException')
    else await call()
  }
  promoted(world, name, to, before.replicaOf.region)
  expectCode(await world.refused(to, 'secretsmanager:StopReplicationToReplica', { SecretId: name }), 'InvalidRequestException')
  world.tally.note('a promotion twice')
}

async function promoteRegion(world: World, to: string): Promise<void> {
  if (!world.isInOrder(to)) return
  world.look(to)
  const replicas = NAMES.flatMap((name) => {
    const origin = secretIn(world, to, name)?.replicaOf?.region
    return origin === undefined ? [] : [{ name, origin }]
  })
  const answer = await world.attempt(to, 'workbench:PromoteRegion', { Region: to })
  if (answer?.PromotedCount !== replicas.length) throw new Error('PromoteRegion did not promote every replica')
  for (const { name, origin } of replicas) promoted(world, name, to, origin)
  const again = await world.attempt(to, 'workbench:PromoteRegion', { Region: to })
  if (again?.PromotedCount !== 0) throw new Error('PromoteRegion promoted something twice')
  if (replicas.length > 0) world.tally.note('a promotion twice')
}

/** From now on it is a secret of its own, whatever its primary still says. */
function promoted(world: World, name: string, region: string, primaryRegion: string): void {
  const secret = secretIn(world, region, name)
  if (secret === null || secret.replicaOf !== undefined) throw new Error('A promotion left no independent secret')
  const origin = world.expected.line(primaryRegion, name)
  if (origin !== null && arnInRegion(origin.arn, region) === secret.id) origin.replicas.delete(region)
  const line = new Line(region, name, secret.id)
  line.acknowledge(secret)
  world.expected.add(line)
  world.tally.note('a promotion')
}

function textOf(world: World, versionId: string): string {
  return world.expected.values.get(versionId) ?? ''
}

function expectCode(code: string | null, wanted: string): void {
  if (code !== null && code !== wanted) throw new Error(`Refused with ${code} in place of ${wanted}`)
}
