import { IntlMessageFormat } from 'intl-messageformat'
import { unaccent } from '../../language/fold.ts'
import { SOURCE_LOCALE } from '../texts.ts'
import type { SlotType } from '../types.ts'
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
  for (const { flow } of flows) {
    const actions = Object.values(flow.steps).map((step) => (step.type === 'do' ? step.action : ''))
    const lists = new Set(actions.flatMap((action) => listsOf(action, registry)))
    const slots = Object.fromEntries(Object.values(flow.slots).map(({ name, type }) => [name, LONGEST[type]]))
    const longest = Object.assign({}, ...actions.map((action) => registry.actions.get(action)?.longest), slots)
    for (const step of Object.values(flow.steps)) {
      if (step.type === 'choose') continue
      for (const key of textsOf(flow, step)) checkText(key, longest, lists, texts, report)
    }
  }
}

/** Names an action gives in capitals of its own meaning: whole texts, not values. */
const listsOf = (action: string, registry: Registry): string[] =>
  registry.actions.get(action)?.gives.filter((name) => name.startsWith('list') || name.startsWith('text')) ?? []

function checkText(
  key: string,
  longest: Readonly<Record<string, string>>,
  lists: ReadonlySet<string>,
  texts: LoadedTexts,
  report: Report,
): void {
  const text = texts.texts.get(key)
  const place = texts.places.get(key)
  const names = texts.arguments.get(key)
  if (!text || !place || !names || [...names].some((name) => lists.has(name))) return
  const values: Record<string, string> = {}
  for (const name of names) {
    const value = longest[name] ?? LONGEST_OTHER
    values[name] = value
    values[`${name}_short`] = value.slice(0, 12)
    values[`${name}_start`] = value
    values[`has_${name}`] = 'yes'
    values[`${name}_unit`] = 'bao'
  }
  const length = unaccent(String(new IntlMessageFormat(text.sms, SOURCE_LOCALE).format(values))).length
  if (length > MOST_SMS_CHARACTERS)
    report(place.source, [place.key], {
      vi: `câu này dài tới ${length} ký tự không dấu, quá 2 tin SMS (${MOST_SMS_CHARACTERS}): rút ngắn, hoặc tách bằng "THÊM"`,
      en: `this text takes up to ${length} characters, more than 2 SMS parts (${MOST_SMS_CHARACTERS}): shorten it`,
    })
}
