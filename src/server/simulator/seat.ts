import type { Urn } from '../../channels/channel.ts'
import { toE164 } from '../../language/names/e164.ts'

/** Whose phone is on the screen, and which kind of phone it is. */
export interface Seat {
  /** E.164. */
  number: string
  form: 'sms' | 'zalo'
}

/** 057 is assigned to no operator (see farm/demo.ts); the demo people have its lowest numbers. */
const NEW_PREFIX = '+8457'
const NEW_FROM = 1_000_000
const NEW_COUNT = 9_000_000

/** `sms:0912345678` or `zalo:0912345678`, as addresses of this page carry it. Null: no such thing. */
export function parseSeat(text: string): Seat | null {
  const [, form, rest] = /^(sms|zalo):(.+)$/.exec(text) ?? []
  const number = rest === undefined ? null : toE164(rest)
  return number === null || form === undefined ? null : { number, form: form === 'zalo' ? 'zalo' : 'sms' }
}

export const printSeat = ({ number, form }: Seat): string => `${form}:0${number.slice(3)}`

/** `0912 345 678`. */
export const printNumber = (number: string): string =>
  `0${number.slice(3)}`.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3')

export const urnOf = ({ number, form }: Seat): Urn =>
  form === 'zalo' ? `zalo:${number.slice(1)}` : `tel:${number as `+${string}`}`

/** A number nobody has texted from; `id`: a fresh UUIDv7, its end is random. */
export const freshNumber = (id: string): string =>
  NEW_PREFIX + String(NEW_FROM + (Number.parseInt(id.replaceAll('-', '').slice(-10), 16) % NEW_COUNT))
