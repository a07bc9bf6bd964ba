import { isOver, LOOP_WORDS, type Rate, SAME_WORDS } from '../conversation/loop-limits.ts'
import { nthOutboxAt, sameWordsAt } from '../store/queries/outbox.ts'
import type { Row } from '../store/writes.ts'
import { abuseTicketWrites } from './abuse-ticket.ts'
import type { Delivery } from './context.ts'

/**
 * Until when words must wait that have gone to this URN too often (epoch ms); null: they may go. Nobody needs the same words
 * twenty times in a day, so something runs in a circle: from there on a person is to look. A message that was tried once was
 * asked about then.
 */
export async function loopsUntil(
  delivery: Pick<Delivery, 'store' | 'clock' | 'ids' | 'log'>,
  row: Row<'outbox'>,
  words: string,
): Promise<number | null> {
  const { store, clock } = delivery
  const now = clock()
  if (row.attempts > 0) return null
  // This row is the newest but for later ones: those before it decide, and most people have too few.
  const early = await nthOutboxAt(store.db, row.urnId, SAME_WORDS.most + 1)
  if (early === null || now - early >= LOOP_WORDS.withinMs) return null
  const times = await sameWordsAt(store.db, { ...row, words, since: now - LOOP_WORDS.withinMs })
  const isLoop = isOver(LOOP_WORDS, [...times, now], now)
  if (isLoop) await open(delivery, row, times.length)
  if (isLoop) return roomAt(LOOP_WORDS, times)
  return isOver(SAME_WORDS, [...times, now], now) ? roomAt(SAME_WORDS, times) : null
}

/** When the first of those that fill the time has left it. */
function roomAt({ most, withinMs }: Rate, times: readonly number[]): number {
  const latest = times.toSorted((a, b) => b - a)
  return (latest[most - 1] ?? 0) + withinMs
}

/** Without the ticket it is held all the same; the next look opens it. */
async function open(
  { store, clock, ids, log }: Pick<Delivery, 'store' | 'clock' | 'ids' | 'log'>,
  { urnId, personId }: Row<'outbox'>,
  count: number,
): Promise<void> {
  const seen = {
    vi: `máy đã gửi cùng một câu ${count} lần trong 24 giờ, nên giữ lại chưa gửi nữa`,
    en: `the same words went out ${count} times in 24 hours: no more are sent for now`,
  }
  const writes = await abuseTicketWrites(store.db, { urnId, personId }, seen, { now: clock(), newId: ids })
  if (writes.length === 0) return
  const { type } = await store.commit({ writes })
  log.warn({ urnId, count, ticket: type }, 'same_words_held')
}
