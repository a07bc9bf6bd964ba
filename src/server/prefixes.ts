import type { Urn } from '../channels/channel.ts'
import { dayOf } from '../conversation/calendar.ts'
import { isOver, NEW_NUMBERS, PREFIX_DIGITS } from '../conversation/loop-limits.ts'
import { abuseTicketWrites } from '../delivery/abuse-ticket.ts'
import { claimTimes, isClaimed } from '../store/queries/messages.ts'
import { insert, insertNew, type Write } from '../store/writes.ts'
import type { IntakeOptions } from './intake.ts'
import type { Known } from './known-urn.ts'

/** Whether a text comes out of a burst of new numbers that share a foreign prefix (SMS pumping), and what is to be kept of it. */
export interface Prefixed {
  isMuted: boolean
  writes: Write[]
}

const FREE: Prefixed = { isMuted: false, writes: [] }
/** A number is new for so long. */
const NEW_MS = 24 * 60 * 60_000

/**
 * Every new foreign number is counted under its prefix. Over the limit those of the prefix are heard and kept, and get no answer of
 * themselves; whoever has agreed, or was known before, is answered as ever, and so is every Vietnamese number.
 */
export async function prefixOf(
  { store, newId }: Pick<IntakeOptions, 'store' | 'newId'>,
  { urn, people }: Known,
  now: number,
): Promise<Prefixed> {
  if (urn.scheme !== 'tel' || now - urn.createdAt >= NEW_MS || people.some(({ person }) => isTrusted(person)))
    return FREE
  const address = store.keys.open(urn.address) as Urn
  const prefix = foreignPrefix(address)
  if (prefix === null) return FREE
  const counted = `prefix:${prefix}`
  const counting = insertNew('claims', { channel: counted, externalId: urn.hash, at: now })
  const isCounted = await isClaimed(store.db, counted, urn.hash)
  const times = await claimTimes(store.db, counted, now - NEW_NUMBERS.withinMs)
  if (!isOver(NEW_NUMBERS, isCounted ? times : [...times, now], now)) return { isMuted: false, writes: [counting] }
  const told = { channel: 'prefix-ticket', externalId: `${prefix} ${dayOf(now)}` }
  const isTold = await isClaimed(store.db, told.channel, told.externalId)
  const about = { urnId: urn.id, personId: people[0]?.person.id ?? null }
  const ticket = isTold ? [] : await abuseTicketWrites(store.db, about, seenOf(prefix, times.length), { now, newId })
  return {
    isMuted: true,
    writes: [counting, ...(ticket.length > 0 ? [insert('claims', { ...told, at: now }), ...ticket] : [])],
  }
}

const isTrusted = ({ consent, role, isDemo }: Known['people'][number]['person']): boolean =>
  consent === 'agreed' || role !== 'farmer' || isDemo

/** `+94771`; null: a Vietnamese number. */
function foreignPrefix(address: Urn): string | null {
  const number = address.slice('tel:'.length)
  return number.startsWith('+84') || !number.startsWith('+') ? null : number.slice(0, 1 + PREFIX_DIGITS)
}

const seenOf = (prefix: string, count: number) => ({
  vi: `hơn ${count} số lạ cùng đầu ${prefix} nhắn trong một giờ (có thể để máy tốn tiền trả lời); tin đã lưu, máy không trả lời các số ấy`,
  en: `more than ${count} new numbers that begin with ${prefix} texted within an hour (SMS pumping, perhaps); kept, not answered`,
})
