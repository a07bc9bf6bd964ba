import type { TextRef, TextValue } from '../conversation/types.ts'
import type { TurnEvent } from '../conversation/world.ts'
import type { TableName, Write } from '../store/writes.ts'

/** What a folded answer still has to say: what the answers before it said was kept. */

/** The value of a text, never printed, that marks it as saying back what was kept. */
const MARK = 'kept'
const REPORTS = 'common.folded-kept'

/** `report`: one new report, said in short; `ledger`: a newer one takes its place; `other`: said as it was. */
export type Keeping = 'report' | 'ledger' | 'other'

const KEEPING: readonly TableName[] = [
  'yields',
  'changes',
  'answers',
  'prices',
  'priceSubscriptions',
  'attendances',
  'people',
]

/** What a turn kept; null: nothing that its reply says back. */
export function keepingOf(events: readonly TurnEvent<Write>[]): Keeping | null {
  const writes = events.flatMap((event) => (event.type === 'writes_made' ? event.writes : []))
  const kept = writes.filter(({ table }) => KEEPING.includes(table))
  if (writes.some(isOfLedger)) return kept.every(({ table }) => table === 'people') ? 'ledger' : 'other'
  if (kept.length === 0) return null
  const isReport = kept.every(({ table, type }) => table === 'people' || (table === 'yields' && type === 'insert'))
  return isReport && kept.some(({ table }) => table === 'yields') ? 'report' : 'other'
}

/** Whether somebody agreed, refused, stopped or started by it; that they were asked is no word of theirs. */
export const isOfLedger = (write: Write): boolean =>
  write.table === 'consents' && !('values' in write && write.values.kind === 'asked')

/** The texts of a reply that may be folded, marked with what they say back. */
export const marked = (texts: readonly TextRef[], keeping: Keeping | null): TextRef[] =>
  keeping === null ? [...texts] : texts.map(({ key, values }) => ({ key, values: { ...values, [MARK]: keeping } }))

/** Of a reply's texts, those that say back what was kept. */
export function keptTexts(texts: readonly TextRef[]): TextRef[] {
  const kept = texts.filter(({ key, values }) => key === REPORTS || values?.[MARK] !== undefined)
  const hasReport = kept.some(isReport)
  // Beside the report stand only the greeting and the like.
  return hasReport ? kept.filter((text) => text.values?.[MARK] !== 'report' || isReport(text)) : kept
}

const isReport = ({ values }: TextRef): boolean =>
  values?.[MARK] === 'report' && values.crop != null && values.quantity != null && values.whom == null

/**
 * What was kept before the last answer, in its order: reports in short, of the ledger only what stands.
 * `kept`: by reply, oldest first. `last`: the texts of that answer.
 */
export function saidBack(kept: readonly (readonly TextRef[])[], last: readonly TextRef[]): TextRef[] {
  let said: TextRef[] = []
  for (const texts of kept) {
    if (texts.some(isOfWishes)) said = said.filter((text) => !isOfWishes(text))
    for (const text of texts) said = isShort(text) ? withReports(said, itemsOf(text)) : withText(said, text)
  }
  return last.some(isOfWishes) ? said.filter((text) => !isOfWishes(text)) : said
}

const isOfWishes = ({ values }: TextRef): boolean => values?.[MARK] === 'ledger'
const isShort = (text: TextRef): boolean => text.key === REPORTS || isReport(text)

/** The same said twice tells no more. */
const withText = (said: readonly TextRef[], text: TextRef): TextRef[] =>
  said.some((each) => JSON.stringify(each) === JSON.stringify(text)) ? [...said] : [...said, text]

function withReports(said: readonly TextRef[], items: readonly TextRef[]): TextRef[] {
  const before = said.at(-1)
  if (before?.key !== REPORTS) return [...said, reportsOf(items)]
  return [...said.slice(0, -1), reportsOf([...itemsOf(before), ...items])]
}

/** Of a report or of a list of them. */
function itemsOf({ values }: TextRef): TextRef[] {
  const list = values?.list
  if (list && typeof list === 'object' && 'texts' in list) return list.texts
  return [{ key: 'common.told', values: { crop: values?.crop ?? null, quantity: values?.quantity ?? null } }]
}

function reportsOf(items: readonly TextRef[]): TextRef {
  const texts = items.map(({ values = {} }, index): TextRef => {
    const key = index === items.length - 1 ? 'common.told' : 'common.told-and'
    return { key, values }
  })
  return { key: REPORTS, values: { count: texts.length, list: { texts } satisfies TextValue } }
}
