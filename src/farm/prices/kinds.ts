import { addDays } from '../../conversation/calendar.ts'
import { fold } from '../../language/text/fold.ts'
import type { Crop, CropBook, Day } from '../../language/types.ts'
import { latestPrices } from '../../store/queries/prices.ts'
import type { Db } from '../../store/store.ts'

/** What a price is a price of: which form, for one of what. */

/** The unit a crop is priced by where none is said: kg, `l`, or the piece its words count it by (con, cây). */
export function baseUnit(crop: Crop): string {
  if (crop.soldBy === 'mass') return 'kg'
  if (crop.soldBy === 'volume') return 'l'
  const counters = ['con', 'cây', 'bó', 'quả']
  return counters.find((counter) => crop.words.some((word) => word.startsWith(`${counter} `))) ?? 'cái'
}

/** A stored unit as people read it. */
const unitWord = (unit: string): string => (unit === 'l' ? 'lít' : unit)

/** A price as a text value. */
export const priceValue = (vnd: number, unit: string) => ({ vnd, per: unitWord(unit) })

const shortNames = new WeakMap<CropBook, ReadonlyMap<string, string>>()

/** The shortest part of a crop's printed name that names no other crop even without accents: what one texts behind DK or HUY. */
export function shortName(crop: Crop, crops: CropBook): string {
  const known = shortNames.get(crops) ?? namesOf(crops)
  shortNames.set(crops, known)
  return known.get(crop.key) ?? crop.key
}

function namesOf(crops: CropBook): ReadonlyMap<string, string> {
  const folded = [...crops.values()].map(({ key, words }) => ({ key, words: new Set(words.map(fold)) }))
  const isShared = (word: string, own: string) => folded.some(({ key, words }) => key !== own && words.has(fold(word)))
  const shortest = ({ key, name: { vi = key }, words }: Crop): string => {
    const isPart = (word: string) => ` ${fold(vi)} `.includes(` ${fold(word)} `)
    const parts = words.filter((word) => isPart(word) && !isShared(word, key))
    return parts.sort((a, b) => a.length - b.length)[0] ?? vi
  }
  return new Map([...crops.values()].map((crop) => [crop.key, shortest(crop)]))
}

/** How far back the forms that are traded here are looked for. */
const TRADED_DAYS = 365
/** A form without bounds fits a price within this factor of its last one. */
const NEAR_FACTOR = 2

/** The form a price is for, or those to ask about. `form` null: the crop has no forms. */
export type FormOf = { type: 'form'; form: string | null } | { type: 'unclear'; forms: string[] }

/**
 * The form meant where none was said: the only one there is, the only one whose bounds (or last price) the figure fits,
 * or, where it fits none, the only one that has bounds or was ever priced here. Else it has to be asked.
 * @param vnd for one base unit
 */
export async function formOf(db: Db, crop: Crop, vnd: number, today: Day): Promise<FormOf> {
  const forms = Object.keys(crop.forms)
  const [only = null] = forms
  if (forms.length < 2) return { type: 'form', form: only }
  const traded = await latestPrices(db, crop.key, addDays(today, -TRADED_DAYS), today)
  const lastOf = (form: string) => traded.find((price) => price.form === form)?.priceVnd
  const fits = forms.filter((form) => {
    const last = lastOf(form)
    const around = last === undefined ? undefined : ([last / NEAR_FACTOR, last * NEAR_FACTOR] as const)
    const [low, high] = crop.forms[form]?.priceVnd ?? around ?? []
    return low !== undefined && high !== undefined && vnd >= low && vnd <= high
  })
  const known =
    fits.length > 0 ? fits : forms.filter((form) => crop.forms[form]?.priceVnd || lastOf(form) !== undefined)
  const [form] = known
  return form && known.length === 1
    ? { type: 'form', form }
    : { type: 'unclear', forms: fits.length > 1 ? fits : forms }
}
