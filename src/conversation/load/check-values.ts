import type { Flow } from '../types.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Registry } from './load-program.ts'
import type { LoadedTexts } from './load-texts.ts'
import { nearest } from './near.ts'
import type { Report } from './problems.ts'
import { textsOf } from './step-references.ts'

/** Values every text has, or that a question or a ticket gives. */
const ALWAYS = ['operator', 'options', 'said', 'ticket']

/** Refuses a name in braces that nothing fills: it would print as nothing, and nobody would see why. */
export function checkValues(flows: CompiledFlow[], texts: LoadedTexts, registry: Registry, report: Report): void {
  for (const { flow } of flows) {
    const known = valuesOf(flow, registry)
    const keys = new Set(Object.values(flow.steps).flatMap((step) => textsOf(flow, step)))
    for (const key of [...keys, `${flow.id}.draft`, `${flow.id}.help`]) {
      const place = texts.places.get(key)
      for (const name of texts.arguments.get(key) ?? [])
        if (place && !known.includes(name))
          report(place.source, [place.key], {
            vi: `không có gì tên "${name}" để điền vào câu này${nearest(name, known, ', có phải')}`,
            en: `nothing is called "${name}" here${nearest(name, known, ', did you mean')}`,
          })
    }
  }
}

function valuesOf(flow: Flow, registry: Registry): string[] {
  const given = Object.values(flow.steps).flatMap((step) => {
    if (step.type === 'choose') return step.into ?? []
    return step.type === 'do' ? (registry.actions.get(step.action)?.gives ?? []) : []
  })
  return [...new Set([...Object.keys(flow.slots), ...given, ...ALWAYS])]
}
