import { dayOf } from '../../conversation/calendar.ts'
import { storedTexts } from '../../conversation/stored.ts'
import { renderValue } from '../../conversation/texts.ts'
import type { Flow, Program, TextRef, TextValue } from '../../conversation/types.ts'
import type { Row } from '../../store/writes.ts'
import type { TalkContext } from './context.ts'

/** What an outbox row says, by key and values; empty where it can't be read. */
export const textsOf = (row: Pick<Row<'outbox'>, 'texts'>): TextRef[] => storedTexts.safeParse(row.texts).data ?? []

/** The flow whose texts a row says first; what every flow says (`common.…`) tells nothing. */
export function flowOfTexts(program: Program, row: Pick<Row<'outbox'>, 'texts'>): Flow | undefined {
  for (const { key } of textsOf(row)) {
    const flow = program.flows.get(key.slice(0, key.indexOf('.')))
    if (flow) return flow
  }
  return undefined
}

/** A value in words, as a Zalo text writes it. */
export const printer =
  ({ saoM2, operator, clock }: TalkContext, program: Program) =>
  (value: TextValue): string => {
    try {
      return renderValue(program, value, { locale: 'vi', form: 'zalo', today: dayOf(clock()), saoM2, operator })
    } catch {
      return '…'
    }
  }
