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
export type Fault = (typeof FAULTS)[number]

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

/** Every double fault. */
export function doublePlans(faults: readonly Fault[] = FAULTS): readonly Plan[] {
  const singles = singlePlans(faults).flat()
  return singles.flatMap((first) => singles.map((second) => [first, second]))
}

export const IS_FULL_SWEEP = process.env['COFFER_FAULT_SWEEP'] === 'full'

/** The plans of a run: all in a full sweep, else `count` that are spread over the whole. */
export function sampleOf(plans: readonly Plan[], count: number): readonly Plan[] {
  if (IS_FULL_SWEEP || plans.length <= count) return plans
  // A stride that shares no divisor with the points and the faults meets all of them in turn.
  const stride = Math.floor(plans.length / count)
  const odd = [0, 1, 2, 3, 4, 5, 6].map((more) => stride + more).find((candidate) => candidate % 2 !== 0 && candidate % 3 !== 0 && candidate % 5 !== 0) ?? stride
  return Array.from({ length: count }, (_, index) => plans[(index * odd) % plans.length] as Plan)
}

export function has(plan: Plan, fault: Fault): boolean {
  return plan.some((strike) => strike.fault === fault)
}
