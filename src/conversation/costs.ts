import type { Budget } from './budget.ts'
import { OPERATORS, type Operator, operatorOf } from './operators.ts'

/** What messages cost, and how much may be spent, as `content/costs.yaml` has it. */

/** Channels that carry SMS and have a price table: of channels/channel.ts, those of the scheme `tel` that are paid by the part. */
export const SMS_CHANNELS = ['kannel', 'esms', 'smsgate', 'twilio', 'simulator'] as const
type SmsChannel = (typeof SMS_CHANNELS)[number]

/** A figure that no contract or price list confirms yet is assumed. Whole đồng. */
export interface Figure {
  vnd: number
  isAssumed: boolean
}

/** For one SMS part; `other`: for operators that are not listed. */
export type SmsTable = Readonly<Partial<Record<Operator | 'other', Figure>>>

export interface Costs {
  sms: Readonly<Partial<Record<SmsChannel, SmsTable>>>
  /** For one message. */
  zalo: {
    /** In the 48 hours after they wrote; after these. */
    free: Figure
    after: Figure
    /** A template that Zalo has approved, to one of its users or to a phone. */
    templateToUser: Figure
    templateToPhone: Figure
    bot: Figure
  }
  /** What a farmer pays for one part. */
  farmer: {
    /** To an ordinary number. */
    number: Figure
    /** To a short code: by the code, or by its class (`80xx`, an x for any digit). */
    codes: Readonly<Record<string, Figure>>
  }
  fees: readonly Fee[]
  budget: Budget
}

/** What is paid however much is sent. */
interface Fee {
  name: string
  /** What needs it: `zalo` is spared by SMS alone. */
  for: 'sms' | 'zalo'
  cost: Figure
  /** It pays for so many months. */
  months: number
}

/** How long after their last message Zalo lets us write freely, and at all (zalo.md §2.6). */
export const FREE_WINDOW_MS = 48 * 60 * 60_000
export const WRITABLE_MS = 7 * 24 * 60 * 60_000

/** One message, as far as its price goes. */
export interface Priced {
  /** As in channels/channel.ts. */
  channel: string
  /** The address, or its beginning: `tel:+84912345678`, `zalo:…`. null: not known. */
  to: string | null
  /** SMS parts; null or 0 where a message is a message. */
  parts: number | null
  /** Of a template: what Zalo itself says that it costs to such an address; null: it does not say. */
  template?: { vnd: number | null }
  /** When they last wrote from this address (epoch ms); null: never. */
  lastInboundAt: number | null
  now: number
}

export interface Price {
  /** Whole đồng. */
  vnd: number
  /** The operator is not known, or the channel has no table: the dearest that is listed. */
  isGuess: boolean
}

/** What one message costs the project. */
export function priceOf(costs: Costs, message: Priced): Price {
  const { channel, to, lastInboundAt, now, template } = message
  const sure = (vnd: number): Price => ({ vnd, isGuess: false })
  const { free, after, templateToUser, templateToPhone, bot } = costs.zalo
  const isZaloUser = to?.startsWith('zalo:') ?? false
  if (channel === 'zbs') return sure(template?.vnd ?? (isZaloUser ? templateToUser : templateToPhone).vnd)
  if (channel === 'zalo-bot') return sure(bot.vnd)
  if (channel === 'zalo' || isZaloUser) {
    const isFree = lastInboundAt !== null && now - lastInboundAt <= FREE_WINDOW_MS
    return sure((isFree ? free : after).vnd)
  }
  const part = partPrice(costs, channel, to === null ? null : operatorOf(to))
  return { ...part, vnd: part.vnd * Math.max(1, message.parts ?? 1) }
}

/** What one SMS part costs by a channel to an operator's number; null: whose it is is not known. */
export function partPrice({ sms }: Costs, channel: string, operator: Operator | null): Price {
  const own = SMS_CHANNELS.find((each) => each === channel)
  const table = own && sms[own]
  const tables = table ? [table] : Object.values(sms)
  const dearest = Math.max(0, ...tables.flatMap((each) => pricesIn(each, operator)))
  return { vnd: dearest, isGuess: table === undefined || operator === null }
}

/** Whether what a part costs by a channel depends on whose number it goes to. */
export function needsOperator(costs: Costs, channel: string): boolean {
  const prices = OPERATORS.map((operator) => partPrice(costs, channel, operator).vnd)
  return new Set([...prices, partPrice(costs, channel, null).vnd]).size > 1
}

const pricesIn = (table: SmsTable, operator: Operator | null): number[] => {
  const figures = operator === null ? Object.values(table) : [table[operator] ?? table.other]
  return figures.flatMap((figure) => figure?.vnd ?? [])
}

/**
 * What a farmer pays for one SMS part.
 * @param to a short code, its class (`80xx`), or an ordinary number; null where the code is of no class in the list
 */
export function farmerPrice({ farmer }: Costs, to: string): Figure | null {
  if (to.length > LONGEST_CODE) return farmer.number
  const exact = farmer.codes[to]
  if (exact) return exact
  const [, figure = null] = Object.entries(farmer.codes).find(([code]) => isOfClass(to, code)) ?? []
  return figure
}

const LONGEST_CODE = 6

const isOfClass = (code: string, pattern: string): boolean =>
  code.length === pattern.length && [...pattern].every((sign, at) => sign === 'x' || sign === code[at])

const assumed = (vnd: number): Figure => ({ vnd, isAssumed: true })

/** What holds for scripts of before there was a price table. */
export const DEFAULT_COSTS: Costs = {
  sms: Object.fromEntries(SMS_CHANNELS.map((channel) => [channel, { other: assumed(350) }])),
  zalo: {
    free: assumed(0),
    after: assumed(55),
    templateToUser: assumed(560),
    templateToPhone: assumed(800),
    bot: assumed(0),
  },
  farmer: { number: assumed(350), codes: {} },
  fees: [],
  budget: { month: null, broadcast: null },
}

/** Operators that a table has no price for. */
export const missingIn = (table: SmsTable): Operator[] =>
  table.other ? [] : OPERATORS.filter((operator) => table[operator] === undefined)
