import { say, valuesOf } from '../turn/context.ts'
import { NEXT, type StepHandler } from './step.ts'

export const sayStep: StepHandler<'say'> = {
  run(turn, talk, step) {
    say(turn, step.text, valuesOf(talk))
    return NEXT
  },
}
