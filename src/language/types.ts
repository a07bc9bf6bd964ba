/** A calendar date in Vietnam, `YYYY-MM-DD`: no instant, no zone. Sorts as text. */
export type Day = string

/** The moment a text is read, as the farmer's wall clock shows it (UTC+7). */
export interface LocalTime {
  day: Day
  /** Minutes since midnight, 0 to 1439. */
  minutes: number
}

/** How a figure was meant: exactly, about, or as a range (then `min` and `max` are in the unit of the reading). */
export interface Vague {
  about?: true
  min?: number
  max?: number
}

export interface NumberReading extends Vague {
  number: number
}
export interface MoneyReading extends Vague {
  /** Always for one base unit: `1tr5/ta` is 15,000 per kg. */
  vnd: number
  /** The base unit the price is for, only where the text says one. */
  per?: string
}
export interface MassReading extends Vague {
  kg: number
}
export interface AreaReading extends Vague {
  m2: number
}
/** A count of things or of containers without a fixed weight: `{ count: 5, unit: 'bao' }`. The unit keeps its Vietnamese accents. */
export interface CountReading extends Vague {
  count: number
  unit: string
}
export interface VolumeReading extends Vague {
  l: number
}
/** One day (with `time` as `HH:MM` where an hour is said) or a range of days, both ends included. */
export type DateReading = { date: Day; time?: string } | { from: Day; to: Day }
export interface CropReading {
  crop: string
  /** A key of the crop's `forms` in `content/crops.yaml` (fresh, dry, paddy, milled …), only where the text says one. */
  form?: string
}
export interface PlaceReading {
  /** Commune code of the statistics office. */
  place: string
}
interface PhoneReading {
  /** E.164. A landline number (+842…) takes no messages. */
  phone: string
}
interface YesNoReading {
  yes: boolean
}

/** What each kind of fact reads as. */
export interface Readings {
  number: NumberReading
  money: MoneyReading
  mass: MassReading
  area: AreaReading
  count: CountReading
  volume: VolumeReading
  date: DateReading
  crop: CropReading
  place: PlaceReading
  phone: PhoneReading
  'yes-no': YesNoReading
}
export type FactType = keyof Readings

/** What one text gives for one kind: nothing, one reading, or several that are really possible. Never a guess. */
export type Understood<T> = T | { ask: T[] } | null

/** One thing said in a text. More than one reading: ask, never pick. */
export type Fact = {
  [T in FactType]: {
    type: T
    readings: [Readings[T], ...Readings[T][]]
    /** Where it stands in the original text, in UTF-16 units, end excluded. */
    start: number
    end: number
    /** The farmer's own words for it. */
    said: string
  }
}[FactType]

/** What a text is read with. Everything a reading depends on is here: same text and context, same reading. */
export interface ReadingContext {
  now: LocalTime
  crops: CropBook
  places: PlaceBook
  /** Without it no market day is read. */
  markets?: MarketBook
  /** m² of one sào where the farmer lives: 360 in the north. */
  saoM2: number
  /** Whether a date without a year, or a weekday, lies behind (a harvest) or ahead (a training). */
  tense: 'past' | 'future'
  /** Weight of one container in kg, as this household told it: `{ bao: 50 }`. Such a count reads as mass. */
  containerKg?: Readonly<Record<string, number>>
  /** The kinds just asked for, most wanted first: what opens the doors for a bare `3`, `ngo` or `ban`. */
  expect?: readonly FactType[]
  /** The crop the talk is about, for its habits (`gung 15` is 15,000 đ/kg) and bounds. */
  crop?: string
}

/** One crop or animal, from `content/crops.yaml`. */
export interface Crop {
  key: string
  /** Names by language, as the bot prints them; `vi` is always there. */
  name: Readonly<Record<string, string>>
  /** Forms that change the price or the weight, with their full printed name by language. */
  forms: Readonly<Record<string, CropForm>>
  /** Every way of writing it, accented where it has accents; the printed name included. */
  words: readonly string[]
  /** Whether it is sold by mass, count or volume. */
  soldBy: 'mass' | 'count' | 'volume'
  /** Plausible yield in kg per hectare: outside it the bot asks again. */
  yieldKgPerHa?: readonly [number, number]
}
interface CropForm {
  name: Readonly<Record<string, string>>
  words: readonly string[]
  /** Plausible price in VND for one base unit: outside it the bot asks. */
  priceVnd?: readonly [number, number]
}
export type CropBook = ReadonlyMap<string, Crop>

/** One commune or ward of today, from `content/places.yaml`. */
export interface Place {
  code: string
  name: string
  /** `xã` or `phường`. */
  level: string
  province: string
  /** Where it lay until July 2025: its district (`huyện Bảo Lạc`) and former provinces (`tỉnh Yên Bái`). */
  formerRegions: readonly string[]
  /** Units that became part of it, and other spellings. */
  formerNames: readonly FormerPlace[]
  /** Its markets that bear another name. */
  markets: readonly string[]
}
export interface FormerPlace {
  name: string
  /** `xã`, `phường` or `thị trấn`. */
  level: string
  /** As {@link Place.formerRegions}. */
  regions: readonly string[]
}
export type PlaceBook = ReadonlyMap<string, Place>

/** One market, from `content/markets.yaml`. */
export interface Market {
  /** Without the word chợ. */
  name: string
  otherNames: readonly string[]
  /** Commune code of the statistics office. */
  commune?: string
  /** The last digits of the lunar days it is held on: 0 is the 10th, 20th and 30th. */
  lunarDigits: readonly number[]
  /** ISO weekdays it is held on: Monday is 1. */
  weekdays: readonly number[]
  /** The signs of the days it is held on, in the twelve-day round: tý is 0, hợi 11. */
  zodiacDays: readonly number[]
  /** Held every so many days, one of which was `from`. */
  everyDays?: { days: number; from: Day }
  /** Days it is held on beside these, and days it is not. */
  alsoOn: readonly Day[]
  notOn: readonly Day[]
}
export type MarketBook = readonly Market[]
