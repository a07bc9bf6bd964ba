import { IntlMessageFormat } from 'intl-messageformat'
import type { Day } from '../language/types.ts'
import { type FormatContext, formatShort, formatValue } from './format.ts'
import type { Program, TextRef, TextValue } from './types.ts'

/** The language every text exists in. */
export const SOURCE_LOCALE = 'vi'

/** The key of a text that is its own words: a piece of a longer one, as it was measured. */
const WORDS = 'words'

/** Words as they are, in the place of a text by its key. */
export const asWords = (words: string): TextRef => ({ key: WORDS, values: { words } })

export interface RenderOptions {
  locale: string
  form: 'sms' | 'zalo'
  today: Day
  saoM2: number
  /** Whose service it is, as farmers see it: `{operator}` in any text. */
  operator: string
}

/** The words of a text reference, accented and in NFC. A missing translation falls back to Vietnamese. Throws on a key the checker would have refused. */
export function renderText(program: Program, ref: TextRef, options: RenderOptions): string {
  if (ref.key === WORDS) return String(ref.values?.words ?? '')
  const message = compiled(program, ref.key, options)
  return oneLine(String(message.format(withMissing(message, wordsOf(program, ref.values ?? {}, options)))))
}

/** Every name a text may use for these values, and for the operator, with what it prints; `""`: nothing. */
export function wordsOf(
  program: Program,
  values: Readonly<Record<string, TextValue>>,
  options: RenderOptions,
): Record<string, string> {
  const context: FormatContext = {
    ...options,
    crops: program.crops,
    places: program.places,
    text: (inner) => renderText(program, inner, options),
  }
  const words: Record<string, string> = { operator: options.operator }
  for (const [name, value] of Object.entries(values)) {
    words[name] = formatValue(value, context)
    words[`${name}_short`] = formatShort(value, context)
    words[`${name}_start`] = startOf(words[name])
    words[`has_${name}`] = words[name] ? 'yes' : 'no'
    if (value && typeof value === 'object' && 'unit' in value) words[`${name}_unit`] = value.unit
  }
  return words
}

/** As it is sent: composed, blanks in a row as one. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().normalize('NFC')

/** Several references as one message: beside one another in an SMS, on lines of their own on Zalo. */
export function renderTexts(program: Program, refs: readonly TextRef[], options: RenderOptions): string {
  return refs.map((ref) => renderText(program, ref, options)).join(options.form === 'sms' ? ' ' : '\n')
}

/** A value as it stands in a text, for buttons. */
export function renderValue(program: Program, value: TextValue, options: RenderOptions): string {
  const { crops, places } = program
  return formatValue(value, { ...options, crops, places, text: (ref) => renderText(program, ref, options) })
}

/** Names of the values a text asks for, as written in it. Throws a SyntaxError with the reason where it can't be parsed. */
export function argumentsOf(text: string): Set<string> {
  return collect(new IntlMessageFormat(text, SOURCE_LOCALE).getAst())
}

type Ast = ReturnType<IntlMessageFormat['getAst']>

function collect(ast: Ast, names = new Set<string>()): Set<string> {
  for (const node of ast) {
    if ('value' in node && node.type !== 0) names.add(String(node.value))
    if ('options' in node) for (const option of Object.values(node.options)) collect(option.value, names)
  }
  return names
}

interface Compiled {
  format(values: Record<string, string>): unknown
  names: Set<string>
}

const cache = new WeakMap<Program, Map<string, Compiled>>()

function compiled(program: Program, key: string, { locale, form }: RenderOptions): Compiled {
  const texts = cache.get(program) ?? new Map<string, Compiled>()
  cache.set(program, texts)
  const id = `${locale} ${form} ${key}`
  let message = texts.get(id)
  if (!message) {
    const text = program.texts.get(locale)?.get(key) ?? program.texts.get(SOURCE_LOCALE)?.get(key)
    if (!text) throw new Error(`no text ${key} in revision ${program.revision}`)
    const icu = new IntlMessageFormat(text[form], SOURCE_LOCALE)
    message = { format: (values) => icu.format(values), names: collect(icu.getAst()) }
    texts.set(id, message)
  }
  return message
}

/** An absent value prints as nothing, and its `has_` is `no`. */
function withMissing(message: Compiled, words: Record<string, string>): Record<string, string> {
  const all: Record<string, string> = { ...words }
  for (const name of message.names) all[name] ??= name.startsWith('has_') ? 'no' : ''
  return all
}

/** As a sentence begins. */
const startOf = (words: string): string => words.charAt(0).toLocaleUpperCase(SOURCE_LOCALE) + words.slice(1)

/** The value a name in a text stands for: `area_short` and `has_area` are both `area`. */
export const valueName = (name: string): string => name.replace(/^has_/, '').replace(/_(short|unit|start)$/, '')

/** A talk of an older revision may be answered beside a flow of the current one: whichever can say it all. */
export function programFor(
  { current, byRevision }: { current: Program; byRevision(revision: string): Program | undefined },
  revision: string,
  refs: readonly TextRef[],
): Program {
  const own = byRevision(revision) ?? current
  return canSay(own, refs) || !canSay(current, refs) ? own : current
}

/** Whether a program has all the texts that references name. */
export const canSay = (program: Program, refs: readonly TextRef[]): boolean =>
  keysOf(refs).every((key) => program.texts.get(SOURCE_LOCALE)?.has(key))

const keysOf = (refs: readonly TextRef[]): string[] =>
  refs.flatMap(({ key, values }) =>
    key === WORDS ? [] : [key, ...Object.values(values ?? {}).flatMap((value) => keysIn(value))],
  )

function keysIn(value: TextValue): string[] {
  if (value === null || typeof value !== 'object') return []
  if ('texts' in value) return keysOf(value.texts)
  return 'options' in value ? value.options.flatMap(keysIn) : []
}
