import type { StepType } from '../types.ts'
import { chooseStep } from './choose.ts'
import { confirmStep } from './confirm.ts'
import { doStep } from './do.ts'
import { askStep, fillStep } from './fill.ts'
import { callStep, endStep, goStep } from './go.ts'
import { handoffStep } from './handoff.ts'
import { sayStep } from './say.ts'
import type { StepHandler } from './step.ts'
import { whenStep } from './when.ts'

/** Every step type. */
export const STEP_HANDLERS: { [T in StepType]: StepHandler<T> } = {
  ask: askStep,
  call: callStep,
  choose: chooseStep,
  confirm: confirmStep,
  do: doStep,
  end: endStep,
  fill: fillStep,
  go: goStep,
  handoff: handoffStep,
  say: sayStep,
  when: whenStep,
}
