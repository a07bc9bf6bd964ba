import { outbox } from '../../src/store/schema/outbox.ts'
import { urns } from '../../src/store/schema/people.ts'
import type { Row } from '../../src/store/writes.ts'
import type { Arrived, Ended, Kind, YearLog } from './year-log.ts'
import type { World } from './year-world.ts'

/** What the checker can't know of the outbox: which broadcasts its makers called advertising, and when a name was there. */
type Known = Pick<YearLog, 'said' | 'rules' | 'trainings' | 'broadcasts' | 'refusal'> & {
  ads: ReadonlySet<string>
  isNamed: (at: number) => boolean
}

const SENT = ['wired', 'sent', 'delivered', 'read']

const kindOf = ({ class: each, ticketId }: Row<'outbox'>): Kind => (ticketId === null ? each : 'ticket')

/** The year as the checker reads it: what the providers took, beside what the outbox says of the rest. */
export async function logOf({ store, taken }: World, known: Known): Promise<YearLog> {
  const { ads, isNamed, ...rest } = known
  const rows = new Map((await store.db.select().from(outbox)).map((row) => [row.id, row]))
  const numbers = new Map((await store.db.select().from(urns)).map((urn) => [urn.id, store.keys.open(urn.address)]))
  const isAd = ({ broadcastId }: Row<'outbox'>) => broadcastId !== null && ads.has(broadcastId)
  const written = new Map<string, Set<string>>()
  for (const row of rows.values()) {
    if (row.broadcastId === null) continue
    const there = written.get(row.broadcastId) ?? new Set()
    written.set(row.broadcastId, there.add(numbers.get(row.urnId) ?? ''))
  }
  const arrived = taken.flatMap(({ at, channel, message }): Arrived[] => {
    const row = rows.get(message.id)
    if (row === undefined) return []
    const { broadcastId, rungOf } = row
    const { form, hasBrandname } = channel
    const about = { kind: kindOf(row), isAd: isAd(row), isByName: hasBrandname === true }
    return [
      {
        ...{ at, id: message.id, number: message.to, ...about, form: form === 'sms' ? form : 'zalo' },
        ...{ text: message.text, first: rungOf ?? row.id, broadcastId },
      },
    ]
  })
  const strays = taken
    .filter(({ message }) => !rows.has(message.id))
    .map(({ at, message: { to: number, text } }) => ({ at, number, text }))
  const ended = [...rows.values()]
    .filter(({ status }) => !SENT.includes(status))
    .map((row): Ended => {
      const number = numbers.get(row.urnId) ?? ''
      const endedAt = row.settledAt ?? row.deadline
      return {
        ...{ id: row.id, number, kind: kindOf(row), isAd: isAd(row), endedAt, until: row.deadline },
        writtenAt: row.createdAt,
        from: row.decisions?.[0]?.at ?? row.dueAt,
        ...{ status: row.status, reason: row.reason ?? row.code ?? '' },
        hasName: number.startsWith('zalo:') || isNamed(endedAt),
      }
    })
  return { ...rest, arrived, strays, ended, written }
}
