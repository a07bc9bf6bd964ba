import { actionInput } from '../turn/context.ts'
import { applyResult } from '../turn/results.ts'
import { NEXT, type StepHandler } from './step.ts'

export const doStep: StepHandler<'do'> = {
  async run(turn, talk, step) {
    if (!turn.world.actions.has(step.action)) {
      turn.events.push({ type: 'error', code: 'unknown_action', flow: talk.flow, step: step.id })
      return { type: 'go', to: null }
    }
    const result = await turn.world.runAction(step.action, actionInput(turn, talk, step.params))
    applyResult(turn, talk, step.action, result)
    const { outcome } = result
    return outcome !== undefined && outcome in step.on ? { type: 'go', to: step.on[outcome] ?? null } : NEXT
  },
}
