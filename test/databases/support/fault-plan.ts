/** Where a fault strikes: before and after each step, and in setSecret as the change is sent, and when it is done but not yet answered. */
export const POINTS = [
  'before:createSecret',
  'after:createSecret',
  'before:setSecret',
  'sent:setSecret',
  'applied:setSecret',
  'after:setSecret',
  'before:testSecret',
  'after:testSecret',
  'before:finishSecret',
  'after:finishSecret',
] as const
export type Point = (typeof POINTS)[number]

/**
 * kill: the core is gone at once, and started again from the files as they lie there. stop: the database stops. cut: the network
 * does. full: no space is left for the vault. refused: the server lets the users in no more. policy: the server takes no new password.
 * All but a kill last until the try that they struck has ended.
 */
export const FAULTS = ['kill', 'stop', 'cut', 'full', 'refused', 'policy'] as const
/** silence: the network swallows everything and tells nobody, so that only waiting shows it. That takes real time, and is done alone. */
export type Fault = (typeof FAULTS)[number] | 'silence'

export interface Strike {
  readonly fault: Fault
  readonly point: Point
}

/** The faults of one rotation in their order; the second waits for its point from the moment of the first. */
export type Plan = readonly Strike[]

export function planName(plan: Plan): string {
  return plan.map(({ fault, point }) => `${fault} ${point}`).join(', then ')
}

/** Between the end of a step and the start of the next only the journal is written: what strikes the database alone strikes there once. */
const BETWEEN: readonly Point[] = ['after:createSecret', 'after:setSecret', 'after:testSecret']

/** Where a fault makes a case of its own. */
function pointsOf(fault: Fault): readonly Point[] {
  if (fault === 'kill' || fault === 'full') return POINTS
  // A server changes no user whose change is under way, so that one cannot be made.
  return POINTS.filter((point) => !BETWEEN.includes(point) && (fault !== 'refused' || point !== 'sent:setSecret'))
}

/** Every single fault. */
export function singlePlans(faults: readonly Fault[] = FAULTS): readonly Plan[] {
  return faults.flatMap((fault) => pointsOf(fault).map((point) => [{ fault, point }]))
}

/** Every double fault of which both strike. */
export function doublePlans(faults: readonly Fault[] = FAULTS): readonly Plan[] {
  const singles = singlePlans(faults).flat()
  return singles.flatMap((first) => singles.filter((second) => comesAfter(first, second)).map((second) => [first, second]))
}

const at = (point: Point): number => POINTS.indexOf(point)

/** Whether there is a moment for the second fault: later in the same try, or in one that is made because of the first. */
function comesAfter(first: Strike, second: Strike): boolean {
  if (at(second.point) > at(first.point)) return true
  // A password that was set is not set again.
  const isCommit = second.point === 'sent:setSecret' || second.point === 'applied:setSecret'
  return failsTry(first) && !(isCommit && isApplied(first))
}

/** Whether the rotation needs another try. What strikes the database alone is not noticed by a step that does not ask it. */
function failsTry({ fault, point }: Strike): boolean {
  if (fault === 'kill' || fault === 'full') return true
  if (fault === 'policy') return at(point) < at('sent:setSecret')
  return at(point) < at('before:finishSecret')
}

function isApplied({ fault, point }: Strike): boolean {
  const isLost = point === 'sent:setSecret' && (fault === 'kill' || fault === 'stop' || fault === 'cut')
  return at(point) >= at('sent:setSecret') && !isLost
}

export const IS_FULL_SWEEP = process.env['COFFER_FAULT_SWEEP'] === 'full'

export function has(plan: Plan, fault: Fault): boolean {
  return plan.some((strike) => strike.fault === fault)
}
