import type { Flow, Step } from '../../conversation/types.ts'

/** Where a step stands in a talk. */
export type StepState = 'passed' | 'waiting' | 'ahead'

export interface FlowStep {
  step: Step
  state: StepState
}

/** What is known of the way taken: the questions put so far and the slots filled. */
export interface Traces {
  /** Steps that were answered. */
  answered: ReadonlySet<string>
  /** Text keys the service has said in this talk. */
  said: ReadonlySet<string>
  filled: ReadonlySet<string>
}

/**
 * A flow's steps in the order of its file, and how far the talk has come. A session does not keep every step it ran: between
 * two steps it is taken to have gone where no question lies that was never put.
 * @param at the step that waits, or the last one that spoke
 */
export function pathOf(flow: Flow, at: string | null, isWaiting: boolean, traces: Traces): FlowStep[] {
  const passed = new Set(at === null ? [] : cheapestWay(flow, at, traces))
  const steps = Object.values(flow.steps).reverse()
  return steps.map((step) => {
    const isHere = step.id === at && isWaiting
    return { step, state: isHere ? 'waiting' : passed.has(step.id) ? 'passed' : 'ahead' }
  })
}

/** Steps from the first to the target, both included: Dijkstra's way over what each step would have had to ask. */
function cheapestWay(flow: Flow, target: string, traces: Traces): string[] {
  const best = new Map<string, { cost: number; from: string | null }>()
  const open = new Set<string>()
  if (flow.first !== null) {
    best.set(flow.first, { cost: 0, from: null })
    open.add(flow.first)
  }
  while (open.size > 0) {
    const id = [...open].reduce((a, b) => ((best.get(a)?.cost ?? 0) <= (best.get(b)?.cost ?? 0) ? a : b))
    open.delete(id)
    if (id === target) break
    const step = flow.steps[id]
    if (!step) continue
    const cost = (best.get(id)?.cost ?? 0) + costOf(step, flow, traces)
    for (const next of waysOut(step)) {
      if (next === null || cost >= (best.get(next)?.cost ?? Number.POSITIVE_INFINITY)) continue
      best.set(next, { cost, from: id })
      open.add(next)
    }
  }
  const way: string[] = []
  for (let id: string | null = best.has(target) ? target : null; id !== null; id = best.get(id)?.from ?? null)
    way.unshift(id)
  return way
}

const UNASKED = 100

function costOf(step: Step, flow: Flow, { answered, said, filled }: Traces): number {
  if (answered.has(step.id)) return 0
  switch (step.type) {
    case 'fill': {
      const wasAsked = step.slots.some((slot) => said.has(`${flow.id}.ask.${slot}`))
      const empty = step.slots.some((slot) => !filled.has(slot) && !flow.slots[slot]?.optional)
      return wasAsked || !empty ? 0 : UNASKED
    }
    case 'ask':
    case 'choose':
    case 'confirm':
    case 'say':
    case 'handoff':
      return said.has(step.text) ? 0 : UNASKED
    default:
      return 1
  }
}

function waysOut(step: Step): (string | null)[] {
  switch (step.type) {
    case 'when':
      return [step.then, step.else]
    case 'confirm':
      return [step.yes, step.no]
    case 'do':
      return [step.next, ...Object.values(step.on)]
    case 'choose':
      return [step.next, ...step.options.map(({ go }) => go)]
    case 'go':
      return [step.to]
    default:
      return [step.next]
  }
}
