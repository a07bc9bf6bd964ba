import { z } from 'zod'
import type { Channel, Choice } from '../channels/channel.ts'
import { dayOf } from '../conversation/calendar.ts'
import { countParts, toSms, toZalo } from '../conversation/parts.ts'
import { storedTexts, storedValue } from '../conversation/stored.ts'
import { programFor, renderTexts, renderValue } from '../conversation/texts.ts'
import type { Programs } from '../conversation/turn/context.ts'
import type { Row } from '../store/writes.ts'

/** A message in the words of one channel. */
export interface Rendered {
  text: string
  /** Empty on SMS: there the numbered text is all. */
  choices: Choice[]
  /** SMS parts paid for; null where a message is a message. */
  parts: number | null
  /** All of it as it would read on Zalo, however long: {@link text} is this or, where it is longer than anyone takes, its beginning. */
  whole: string
}

const choices = z.array(z.object({ title: storedValue, payload: z.string() })).nullable()

export interface RenderContext {
  programs: Programs
  /** Epoch ms: "hôm nay" in a text is the day it is sent. */
  now: number
  saoM2: number
  operator: string
}

/**
 * An outbox row in the words of the channel that sends it, by the revision it was made on, or by the current one where
 * that is gone or one of its texts came from a flow that is newer. Throws where the revision's texts can't say it, an author's mistake: nothing else may be sent in its place.
 */
export function render(
  row: Pick<Row<'outbox'>, 'texts' | 'choices' | 'locale' | 'revision'>,
  form: Channel['form'],
  { programs, now, saoM2, operator }: RenderContext,
): Rendered {
  const refs = storedTexts.parse(row.texts)
  const program = programFor(programs, row.revision, refs)
  const options = {
    locale: row.locale,
    form: form === 'sms' ? form : ('zalo' as const),
    today: dayOf(now),
    saoM2,
    operator,
  }
  const text = renderTexts(program, refs, options)
  if (form === 'sms') {
    const sms = toSms(text)
    if (sms === '') throw new Error('nothing is left of the text in SMS letters')
    return { text: sms, choices: [], parts: countParts(sms), whole: text }
  }
  const buttons = (choices.parse(row.choices) ?? []).map(({ title, payload }) => ({
    title: renderValue(program, title, options),
    payload,
  }))
  return { text: toZalo(text), choices: buttons, parts: null, whole: text }
}
