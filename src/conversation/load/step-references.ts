import { slotOfCondition } from '../steps/when.ts'
import type { Flow, Step } from '../types.ts'

/** What a step names: texts, slots, flows, and steps it can lead to. */

/** Every text a step says. */
export function textsOf(flow: Flow, step: Step): string[] {
  switch (step.type) {
    case 'say':
    case 'ask':
    case 'confirm':
    case 'handoff':
      return [step.text]
    case 'choose':
      return [step.text, ...step.options.map(({ text }) => text)]
    case 'fill':
      if (step.need === 'one') return [`${flow.id}.ask.any`]
      return step.slots
        .filter((name) => !flow.slots[name]?.defaultToday || flow.slots[name]?.latestToday)
        .map((name) => `${flow.id}.ask.${name}`)
    default:
      return []
  }
}

export function slotsOf(step: Step): string[] {
  switch (step.type) {
    case 'ask':
      return [step.slot]
    case 'fill':
      return step.slots
    case 'choose':
      return step.into === undefined ? [] : [step.into]
    case 'confirm':
      return [...step.takes, ...step.forget]
    case 'when':
      return [slotOfCondition(step.condition)].filter((slot) => slot !== undefined)
    default:
      return []
  }
}

export const flowsOf = (step: Step): string[] => {
  if (step.type === 'call') return [step.flow]
  return step.type === 'choose' ? step.options.flatMap(({ start }) => start ?? []) : []
}

/** Every step this one can lead to. */
export function targetsOf(step: Step): (string | null)[] {
  switch (step.type) {
    case 'when':
      return [step.then, step.else]
    case 'go':
      return [step.to]
    case 'confirm':
      return [step.yes, step.no, ...(step.again === undefined ? [] : [step.again])]
    case 'choose':
      return step.options.map(({ go }) => go)
    case 'do':
      return [step.next, ...Object.values(step.on)]
    case 'end':
      return [null]
    default:
      return [step.next]
  }
}
