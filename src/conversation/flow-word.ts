import type { Flow } from './types.ts'

/** The word that begins a flow by itself; null: it has none. */
export function wordOf({ triggers }: Pick<Flow, 'triggers'>): string | null {
  for (const trigger of triggers)
    if (trigger.type === 'whole' || (trigger.type === 'start' && trigger.with.length === 0))
      return trigger.phrase.toUpperCase()
  return null
}
