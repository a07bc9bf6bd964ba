import type { Talk } from '../session.ts'
import { actionInput, type Turn } from '../turn/context.ts'
import { NEXT, type StepHandler } from './step.ts'

/** Conditions the engine knows itself: `has <slot>` and `began <slot> …`. All others are the service's. */
const HAS = /^has ([a-z_]+)$/

export const whenStep: StepHandler<'when'> = {
  async run(turn, talk, step) {
    const holds = (await isTrue(turn, talk, step.condition, step.id)) !== step.negated
    const target = holds ? step.then : step.else
    return target === step.next ? NEXT : { type: 'go', to: target }
  },
}

/** Whether a condition names a slot, and which. */
export const slotOfCondition = (condition: string): string | undefined => HAS.exec(condition)?.[1]

async function isTrue<W>(turn: Turn<W>, talk: Talk, name: string, step: string): Promise<boolean> {
  const slot = slotOfCondition(name)
  if (slot) return slot in talk.slots
  if (!turn.world.conditions.has(name)) {
    turn.events.push({ type: 'error', code: 'unknown_condition', flow: talk.flow, step })
    return false
  }
  return turn.world.checkCondition(name, actionInput(turn, talk))
}
