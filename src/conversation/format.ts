import type { CropBook, Day, PlaceBook } from '../language/types.ts'
import { addDays, localTime } from './calendar.ts'
import type { TextRef, TextValue } from './types.ts'

/** How values are written in a text, in Vietnamese habit: 1.234,5; 20/11; đ/kg. Every language uses it: no other has its own here. */

export interface FormatContext {
  locale: string
  /** The day it is read. */
  today: Day
  /** m² of one sào. */
  saoM2: number
  crops: CropBook
  places: PlaceBook
  text(ref: TextRef): string
}

/** A value as text: null gives the empty string, so that `select` can leave a part out. */
export function formatValue(value: TextValue | undefined, context: FormatContext): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatNumber(value)
  if ('count' in value) return formatCount(value)
  if ('kg' in value) return `${formatNumber(value.kg)} kg`
  if ('m2' in value) return formatArea(value.m2, context.saoM2)
  if ('l' in value) return `${formatNumber(value.l)} lít`
  if ('vnd' in value) return value.per ? `${formatNumber(value.vnd)} đ/${value.per}` : `${formatNumber(value.vnd)} đ`
  if ('day' in value) return formatDay(value.day, context.today)
  if ('at' in value) return formatMoment(value.at)
  if ('crop' in value) return cropName(value, context)
  if ('place' in value) return placeName(value, context)
  if ('options' in value)
    return value.options.map((option, index) => `${index + 1}: ${formatValue(option, context)}.`).join(' ')
  return value.texts.map(context.text).join(' ')
}

function placeName(value: { place: string; district?: true }, { places }: FormatContext): string {
  const place = places.get(value.place)
  if (!place) return value.place
  const district = value.district ? place.formerRegions[0]?.replace(/^(?:huyện|thị xã|thành phố) /u, '') : undefined
  return district === undefined ? place.name : `${place.name} (${district})`
}

function formatCount({ count, unit, kg }: { count: number; unit: string; kg?: number }): string {
  const pieces = `${formatNumber(count)} ${unit}`
  return kg === undefined ? pieces : `${pieces} (${formatNumber(kg)} kg)`
}

/** The same value where there is room for one word only: `2 sào`, `22/11`, `15.000`, `gừng trâu`. */
export function formatShort(value: TextValue | undefined, context: FormatContext): string {
  if (value === null || value === undefined || typeof value !== 'object') return formatValue(value, context)
  if ('m2' in value) return formatSao(value.m2, context.saoM2) ?? `${formatNumber(value.m2)} m²`
  if ('vnd' in value) return formatNumber(value.vnd)
  if ('day' in value) return dayMonth(value.day, context.today)
  if ('at' in value) return dayMonth(localTime(value.at).day, context.today)
  if ('crop' in value) return cropName({ crop: value.crop }, context)
  if ('options' in value)
    return value.options.map((option, index) => `${index + 1} ${formatValue(option, context)}`).join(', ')
  return formatValue(value, context)
}

/** 1234567.5 → `1.234.567,5`; at most three decimals. */
export function formatNumber(value: number): string {
  const rounded = Math.round(Math.abs(value) * 1000) / 1000
  const whole = Math.floor(rounded)
  const decimals = String(Math.round((rounded - whole) * 1000) / 1000).slice(2)
  const grouped = String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, '.')
  return (value < 0 ? '-' : '') + grouped + (decimals ? `,${decimals}` : '')
}

function formatSao(m2: number, saoM2: number): string | null {
  const sao = m2 / saoM2
  return Math.abs(sao * 10 - Math.round(sao * 10)) < 1e-6 && sao >= 0.1 ? `${formatNumber(sao)} sào` : null
}

function formatArea(m2: number, saoM2: number): string {
  const sao = formatSao(m2, saoM2)
  return sao ? `${sao} (${formatNumber(m2)} m²)` : `${formatNumber(m2)} m²`
}

function formatDay(day: Day, today: Day): string {
  if (day === today) return 'hôm nay'
  if (day === addDays(today, -1)) return 'hôm qua'
  if (day === addDays(today, 1)) return 'ngày mai'
  return dayMonth(day, today)
}

function dayMonth(day: Day, today: Day): string {
  const [year, month, date] = day.split('-')
  return year === today.slice(0, 4) ? `${date}/${month}` : `${date}/${month}/${year}`
}

const WEEKDAYS = ['chủ nhật', 'thứ 2', 'thứ 3', 'thứ 4', 'thứ 5', 'thứ 6', 'thứ 7']

/** A moment as people say it: `8h sáng thứ 5, 26/11`. */
function formatMoment(at: number): string {
  const { day, minutes } = localTime(at)
  const hour = Math.floor(minutes / 60)
  const minute = minutes % 60
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]
  return `${hour > 12 ? hour - 12 : hour}h${minute ? String(minute).padStart(2, '0') : ''} ${partOfDay(hour)} ${weekday}, ${day.slice(8)}/${day.slice(5, 7)}`
}

function partOfDay(hour: number): string {
  if (hour < 11) return 'sáng'
  if (hour < 13) return 'trưa'
  return hour < 18 ? 'chiều' : 'tối'
}

function cropName(value: { crop: string; form?: string | null }, { crops, locale }: FormatContext): string {
  const crop = crops.get(value.crop)
  if (!crop) return value.crop
  const name = (value.form ? crop.forms[value.form]?.name : undefined) ?? crop.name
  return name[locale] ?? name.vi ?? value.crop
}
