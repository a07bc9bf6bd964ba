import { putAside } from '../turn/aside.ts'
import { actionInput, say, valuesOf } from '../turn/context.ts'
import { applyResult } from '../turn/results.ts'
import { NEXT, type StepHandler } from './step.ts'

/** Opens a ticket for a person and says so; from then on the bot keeps quiet (the open ticket says how long). */
export const handoffStep: StepHandler<'handoff'> = {
  async run(turn, talk, step) {
    const result = await turn.world.openTicket(actionInput(turn, talk))
    applyResult(turn, talk, 'open-ticket', result)
    turn.session.missed = []
    // What is texted from now on goes to that person: no question may stay open beneath, nor be offered at once.
    if (!talk.called && putAside(turn.session, talk)) turn.session.offeredAt = turn.now
    say(turn, step.text, valuesOf(talk))
    return NEXT
  },
}
