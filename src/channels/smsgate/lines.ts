import type { Lines } from '../channel.ts'
import type { SmsgateConfig } from './config.ts'

/** Each SIM is a line, by its number from 1: an answer goes out by the one that got the text. */
export const linesOf = ({ sim, perHour, perDay }: SmsgateConfig): Lines => ({
  for: (askedOn) => askedOn ?? (sim === undefined ? null : String(sim)),
  perHour: perHour ?? null,
  perDay: perDay ?? null,
})
