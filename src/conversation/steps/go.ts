import type { StepHandler } from './step.ts'

export const goStep: StepHandler<'go'> = {
  run: (_turn, _talk, step) => ({ type: 'go', to: step.to }),
}

export const endStep: StepHandler<'end'> = {
  run: () => ({ type: 'go', to: null }),
}

export const callStep: StepHandler<'call'> = {
  run: (_turn, _talk, step) => ({ type: 'call', flow: step.flow }),
}
