import { actionInput, say, valuesOf } from '../turn/context.ts'
import { applyResult } from '../turn/results.ts'
import { NEXT, type StepHandler } from './step.ts'

/** Opens a ticket for a person and says so; from then on the bot keeps quiet (the open ticket says how long). */
export const handoffStep: StepHandler<'handoff'> = {
  async run(turn, talk, step) {
    const result = await turn.world.openTicket(actionInput(turn, talk))
    applyResult(turn, talk, 'open-ticket', result)
    turn.session.missed = []
    say(turn, step.text, valuesOf(talk))
    return NEXT
  },
}
