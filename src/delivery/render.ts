import { z } from 'zod'
import type { Choice, OutboundMessage } from '../channels/channel.ts'
import { refusalText, toSmsAdvertisement, toZaloAdvertisement } from '../conversation/advertising.ts'
import { dayOf } from '../conversation/calendar.ts'
import { countParts, toSms, toZalo } from '../conversation/parts.ts'
import { storedTexts, storedValue } from '../conversation/stored.ts'
import { programFor, renderTexts, renderValue } from '../conversation/texts.ts'
import type { Programs } from '../conversation/turn/context.ts'
import type { TextRef } from '../conversation/types.ts'
import { type TemplatePrice, templateFor } from '../conversation/zalo-templates.ts'
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
  /** By the form `template`: what is sent in the place of the text, which is then kept for show. */
  template?: OutboundMessage['template'] & object
  /** What Zalo charges for that one, as far as it is noted. */
  templateVnd?: TemplatePrice
}

const choices = z.array(z.object({ title: storedValue, payload: z.string() })).nullable()

export interface RenderContext {
  programs: Programs
  /** Epoch ms: "hôm nay" in a text is the day it is sent. */
  now: number
  saoM2: number
  operator: string
  /** Where advertising is refused that nobody can answer; absent: nowhere. */
  refusal?: string
}

type Said = Pick<Row<'outbox'>, 'texts' | 'choices' | 'locale' | 'revision'>

/**
 * An outbox row in the words of the channel that sends it, by the revision it was made on, or by the current one where
 * that is gone or one of its texts came from a flow that is newer. Throws where the revision's texts can't say it, an author's mistake: nothing else may be sent in its place.
 */
export function render(row: Said & { advertising?: boolean }, form: 'sms' | 'zalo', context: RenderContext): Rendered {
  const end = row.advertising ? refusalText(form === 'sms' ? (context.refusal ?? null) : null) : null
  const { refs, program, options } = read(row, form, context, end === null ? [] : [end])
  const text = renderTexts(program, refs, options)
  const ending = end === null ? null : renderTexts(program, [end], options)
  if (form === 'sms') {
    const sms = ending === null ? toSms(text) : toSmsAdvertisement(text, ending)
    if (sms === '') throw new Error('nothing is left of the text in SMS letters')
    return { text: sms, choices: [], parts: countParts(sms), whole: text }
  }
  const buttons = (choices.parse(row.choices) ?? []).map(({ title, payload }) => ({
    title: renderValue(program, title, options),
    payload,
  }))
  return {
    text: ending === null ? toZalo(text) : toZaloAdvertisement(text, ending),
    choices: buttons,
    parts: null,
    whole: text,
  }
}

/** The same as the approved template that says just this; null: there is none, or none that may go now. Its text is what is kept for show. */
export function renderTemplate(
  row: Said & Pick<Row<'outbox'>, 'advertising'>,
  context: RenderContext,
): Rendered | null {
  const { refs, program, options } = read(row, 'zalo', context)
  // A question's buttons and numbers are made for the talk it is asked in.
  if ((choices.parse(row.choices) ?? []).length > 0) return null
  // What Zalo has approved is what it has approved now, whatever the message's own revision knew.
  const { zaloTemplates } = context.programs.current
  const approved = program.zaloTemplates === zaloTemplates ? program : { ...program, zaloTemplates }
  const fit = templateFor(approved, refs, { ...options, now: context.now, isAdvertising: row.advertising })
  if (fit.type !== 'fits') return null
  const whole = renderTexts(program, refs, options)
  const template = { id: fit.id, values: fit.values }
  return { text: toZalo(whole), whole, choices: [], parts: null, template, templateVnd: fit.vnd }
}

/** `also`: what is said beside the row's own texts. */
function read(
  row: Said,
  form: 'sms' | 'zalo',
  { programs, now, saoM2, operator }: RenderContext,
  also: readonly TextRef[] = [],
) {
  const refs = storedTexts.parse(row.texts)
  const program = programFor(programs, row.revision, [...refs, ...also])
  return { refs, program, options: { locale: row.locale, form, today: dayOf(now), saoM2, operator } }
}
