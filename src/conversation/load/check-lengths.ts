import { IntlMessageFormat } from 'intl-messageformat'
import { unaccent } from '../../language/text/fold.ts'
import { SOURCE_LOCALE } from '../texts.ts'
import type { Flow, SlotType, Step } from '../types.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Registry } from './load-program.ts'
import type { LoadedTexts } from './load-texts.ts'
import type { Report } from './problems.ts'
import { textsOf } from './step-references.ts'

/** Unaccented characters two SMS parts hold (3GPP TS 23.038: 153 a part where there are several). */
const MOST_SMS_CHARACTERS = 306

/** The longest that each kind of value is likely to be. */
const LONGEST: Record<SlotType, string> = {
  crop: 'tinh bot dong rieng',
  amount: '123.456,5 kg',
  area: '123,5 sao (44.460 m2)',
  date: '22/11/2026',
  money: '1.500.000 d/kg',
  place: 'Nung Tri Cao',
  phone: '+84912345678',
  number: '1.234.567',
  text: 'mot cau tra loi dai chung bon muoi ky tu a',
  code: '1234',
}
const LONGEST_OTHER = 'mot gia tri dai chung ba muoi a'

/** Refuses a text that would cost the farmer's or the project's money at its longest values. Texts that print a list made elsewhere are cut there. */
export function checkLengths(flows: CompiledFlow[], texts: LoadedTexts, registry: Registry, report: Report): void {
  const done = new Set<string>()
  for (const { flow } of flows) {
    const values = longestOf(flow, registry)
    for (const step of Object.values(flow.steps)) {
      const keys = textsOf(flow, step)
      const options = step.type === 'choose' ? optionsOf(step, values, texts) : undefined
      for (const key of keys) checkText(key, key === keys[0] ? { ...values, options } : values, texts, report)
      for (const key of keys) done.add(key)
    }
    for (const key of texts.texts.keys())
      if (key.startsWith(`${flow.id}.`) && !done.has(key)) checkText(key, values, texts, report)
  }
}

/** By the name of a value: the longest it is likely to be; null: a list, cut where it is made. */
type Longest = Readonly<Record<string, string | null | undefined>>

function longestOf(flow: Flow, registry: Registry): Longest {
  const actions = Object.values(flow.steps).map((step) => (step.type === 'do' ? step.action : ''))
  const lists = actions.flatMap((action) => listsOf(action, registry)).map((name) => [name, null])
  const slots = Object.values(flow.slots).map(({ name, type }) => [name, LONGEST[type]])
  const known = actions.map((action) => registry.actions.get(action)?.longest)
  return Object.assign({}, ...known, Object.fromEntries(slots), Object.fromEntries(lists))
}

/** Names an action gives in capitals of its own meaning: whole texts, not values. */
const listsOf = (action: string, registry: Registry): string[] =>
  registry.actions.get(action)?.gives.filter((name) => name.startsWith('list') || name.startsWith('text')) ?? []

/** The numbered options as a question prints them. */
function optionsOf({ options }: Extract<Step, { type: 'choose' }>, values: Longest, texts: LoadedTexts): string {
  const titles = options.map(({ text }) => longestText(text, values, texts) ?? LONGEST_OTHER)
  return titles.map((title, index) => `${index + 1}: ${title}.`).join(' ')
}

/** A text at its longest, unaccented; null: it is not there, or prints a list. */
function longestText(key: string, longest: Longest, { texts, arguments: used }: LoadedTexts): string | null {
  const text = texts.get(key)
  const names = [...(used.get(key) ?? [])]
  if (!text || names.some((name) => longest[name] === null)) return null
  const values: Record<string, string> = {}
  for (const name of names) {
    const value = longest[name] ?? LONGEST_OTHER
    values[name] = value
    values[`${name}_short`] = value.slice(0, 12)
    values[`${name}_start`] = value
    values[`has_${name}`] = 'yes'
    values[`${name}_unit`] = 'bao'
  }
  return unaccent(String(new IntlMessageFormat(text.sms, SOURCE_LOCALE).format(values)))
}

function checkText(key: string, longest: Longest, texts: LoadedTexts, report: Report): void {
  const place = texts.places.get(key)
  const length = longestText(key, longest, texts)?.length ?? 0
  if (place && length > MOST_SMS_CHARACTERS)
    report(place.source, [place.key], {
      vi: `câu này dài tới ${length} ký tự không dấu, quá 2 tin SMS (${MOST_SMS_CHARACTERS}): rút ngắn, hoặc tách bằng "THÊM"`,
      en: `this text takes up to ${length} characters, more than 2 SMS parts (${MOST_SMS_CHARACTERS}): shorten it`,
    })
}
