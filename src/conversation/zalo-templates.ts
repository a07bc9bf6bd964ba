import { localTime } from './calendar.ts'
import { argumentsOf, oneLine, type RenderOptions, SOURCE_LOCALE, valueName, wordsOf } from './texts.ts'
import type { Program, TextRef, TextValue } from './types.ts'

/** Forms of a parameter, as Zalo's list of a template's parameters names them. */
export const PARAM_TYPES = ['STRING', 'NUMBER', 'DATE'] as const
type ParamType = (typeof PARAM_TYPES)[number]

/** One parameter of a registered template. */
export interface TemplateParam {
  /** As it is registered with Zalo. */
  name: string
  /** The value of the text it takes, as a text names it: `price`, `until_short`, `operator`. */
  from: string
  type: ParamType
  /** Fewest and most characters, in NFC; an empty value is no matter of `least`. */
  least: number
  most: number
  mayBeEmpty: boolean
}

/** What Zalo took it as: about a transaction, for customers' care, or advertising. */
export const TEMPLATE_TAGS = ['transaction', 'care', 'promotion'] as const

/** A text that Zalo has approved, under its number (`content/zalo-templates.yaml`). Approved texts are Vietnamese. */
export interface ZaloTemplate {
  id: string
  /** The texts of ours that it says, in this order: a message is of just these or goes another way. */
  texts: readonly string[]
  tag: (typeof TEMPLATE_TAGS)[number]
  /** Whether Zalo sends it between 22:00 and 06:00 too. */
  mayGoAtNight: boolean
  /** What Zalo charges for one, in whole đồng; null: not noted, the price tables decide. */
  vnd: TemplatePrice
  params: readonly TemplateParam[]
}

/** To a phone number and to a Zalo user. */
export interface TemplatePrice {
  phone: number | null
  user: number | null
}

/** Why a message does not fit into its template. `unsaid`: it has a value that no parameter says. */
type Problem = 'missing' | 'too_long' | 'too_short' | 'wrong_form' | 'unsaid'

export type TemplateFit =
  | { type: 'fits'; id: string; values: Record<string, string>; vnd: TemplatePrice }
  /** No template says it, or none that may go now. */
  | { type: 'none' }
  /** `param`: the parameter, or the value that is not said. */
  | { type: 'unfit'; id: string; param: string; problem: Problem }

export interface FitOptions extends Omit<RenderOptions, 'form'> {
  /** Epoch ms. */
  now: number
  /** The message advertises: only a template of that kind may say it, and that may say nothing else. */
  isAdvertising: boolean
}

/** Zalo's night is 22:00 to 06:00; minutes of the day, with room for clocks that differ. */
const FIRST_MINUTE = 6 * 60 + 5
const LAST_MINUTE = 21 * 60 + 45

/** The approved template that says the whole of a message, and its parameters' values. Nothing is ever cut to fit. */
export function templateFor(program: Program, texts: readonly TextRef[], options: FitOptions): TemplateFit {
  const template = program.zaloTemplates.find((each) => isOf(each, texts))
  if (template === undefined || !mayGo(template, options)) return { type: 'none' }
  // Somebody who reads it in another language is not to get it in Vietnamese.
  const { locale } = options
  if (locale !== SOURCE_LOCALE && texts.some(({ key }) => program.texts.get(locale)?.has(key))) return { type: 'none' }
  return fill(template, program, texts, options)
}

const isOf = (template: ZaloTemplate, texts: readonly TextRef[]): boolean =>
  template.texts.length === texts.length && template.texts.every((key, index) => texts[index]?.key === key)

function mayGo({ tag, mayGoAtNight }: ZaloTemplate, { isAdvertising, now }: FitOptions): boolean {
  const { minutes } = localTime(now)
  const isNight = minutes < FIRST_MINUTE || minutes >= LAST_MINUTE
  return (tag === 'promotion') === isAdvertising && (mayGoAtNight || !isNight)
}

function fill(template: ZaloTemplate, program: Program, texts: readonly TextRef[], options: FitOptions): TemplateFit {
  const { id, params } = template
  const unfit = (param: string, problem: Problem): TemplateFit => ({ type: 'unfit', id, param, problem })
  const given: Record<string, TextValue> = Object.assign({}, ...texts.map(({ values }) => values ?? {}))
  const words = wordsOf(program, given, { ...options, locale: SOURCE_LOCALE, form: 'zalo' })
  const said = new Set(params.map(({ from }) => valueName(from)))
  const unsaid = namesIn(program, texts).find((name) => name !== 'operator' && !said.has(name) && words[name])
  if (unsaid !== undefined) return unfit(unsaid, 'unsaid')
  const values: Record<string, string> = {}
  for (const param of params) {
    const value = formOf(param, given[valueName(param.from)] ?? null, oneLine(words[param.from] ?? ''))
    const problem = value === null ? 'wrong_form' : problemOf(param, value)
    if (value === null || problem !== null) return unfit(param.name, problem ?? 'wrong_form')
    values[param.name] = value
  }
  return { type: 'fits', id, values, vnd: template.vnd }
}

/** The values that these texts say on Zalo. */
const namesIn = (program: Program, texts: readonly TextRef[]): string[] =>
  texts.flatMap(({ key }) => {
    const text = program.texts.get(SOURCE_LOCALE)?.get(key)
    return text ? [...new Set([...argumentsOf(text.zalo)].map(valueName))] : []
  })

/** The value in the form its type wants; null: it has none of that form. */
function formOf({ type }: TemplateParam, value: TextValue, words: string): string | null {
  if (type === 'STRING' || words === '') return words
  return type === 'NUMBER' ? figureOf(value) : dateOf(value)
}

/** Whole figures alone, without points: "15.000 đ/kg" says more than a number, and only what is said elsewhere may be left out. */
function figureOf(value: TextValue): string | null {
  const figure =
    typeof value === 'object' && value !== null && 'vnd' in value && !value.per
      ? value.vnd
      : typeof value === 'string' && /^\d{1,15}$/.test(value)
        ? Number(value)
        : value
  return typeof figure === 'number' && Number.isSafeInteger(figure) && figure >= 0 ? String(figure) : null
}

/** 26/11/2026; a moment has an hour that would be lost. */
function dateOf(value: TextValue): string | null {
  if (typeof value !== 'object' || value === null || !('day' in value)) return null
  const [year, month, date] = value.day.split('-')
  return `${date}/${month}/${year}`
}

function problemOf({ least, most, mayBeEmpty }: TemplateParam, value: string): Problem | null {
  if (value === '') return mayBeEmpty ? null : 'missing'
  if (value.length > most) return 'too_long'
  return value.length < least ? 'too_short' : null
}
