import { heardAt } from '../store/queries/broadcasts.ts'
import { lastTold } from '../store/queries/outbox.ts'
import { loadPerson, loadUrn, urnsOfPerson } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import type { Row } from '../store/writes.ts'
import { chargeOf } from './charge.ts'
import type { Desk } from './desk.ts'
import { closedRungs, inOrder, isLaddered, type Rung, rungName, rungsTo, type Weighed } from './ladder.ts'
import { SILENT_TIMES } from './limits.ts'
import { mayHaveLeft } from './outcome.ts'
import { channelsOf } from './route.ts'
import { words } from './words.ts'

/** The best way for a message that was not tried yet, or whose last try surely did not leave; null: its own address, as ever. An answer leaves that only where it was closed to it. */
export async function bestWay(desk: Desk, row: Row<'outbox'>, now: number): Promise<Rung | null> {
  // What may have left is asked for, or tried once more, where it went, unless that way is closed to it.
  if (mayHaveLeft(row) && row.reason !== 'next_rung') return null
  if (!isLaddered(row) && closedRungs(row.decisions).length === 0) return null
  return (await waysOf(desk, row, row.personId, now))[0] ?? null
}

/** Every way to a person that is not known to be closed for this message, the best first. */
export async function waysOf(
  desk: Desk,
  row: Row<'outbox'>,
  personId: string | null,
  now: number,
): Promise<readonly Rung[]> {
  const { db } = desk.delivery.store
  const theirs = personId === null ? [] : await urnsOfPerson(db, personId)
  const known = await loadUrn(db, row.urnId)
  // Nobody goes round a stop: where they stopped the address it would have gone to, it goes nowhere.
  if (known === undefined || known.urn.stoppedAt !== null) return []
  const own = theirs.find(({ id }) => id === row.urnId)
  // What goes to a phone that several share is for all of them.
  const isShared = known.people.length > 1 && row.rungOf === null
  const urns = own === undefined || isShared ? [known.urn] : theirs
  const person = personId === null ? undefined : (await loadPerson(db, personId))?.person
  const isDemo = person?.isDemo ?? known.people.some((each) => each.person.isDemo)
  const closed = closedRungs(row.decisions)
  const free = await withoutHeard(db, row, urns)
  const rungs = rungsTo(free, channelsOf(row, desk.delivery.channels), { isDemo, now }).filter(
    (rung) => !closed.includes(rungName(rung)),
  )
  if (rungs.length < 2) return rungs.filter((rung) => canCarry(desk, row, rung, now))
  const weighed = await Promise.all(rungs.map((rung) => weigh(desk, row, rung, now)))
  return inOrder(
    weighed.filter((one) => one !== null),
    row.deadline - now,
  )
}

/** Where somebody who shares a phone of theirs gets the same broadcast, it is not said there once more. */
async function withoutHeard(
  db: Db,
  { broadcastId, urnId, personId }: Row<'outbox'>,
  urns: readonly Row<'urns'>[],
): Promise<readonly Row<'urns'>[]> {
  if (broadcastId === null || urns.length < 2) return urns
  const heard = await Promise.all(urns.map(({ id }) => (id === urnId ? undefined : heardAt(db, broadcastId, id))))
  return urns.filter((_, at) => heard[at] === undefined || heard[at].personId === personId)
}

/** A template says what it was registered for and nothing else; every other channel says what it can, or the row itself is at fault. */
const canCarry = ({ delivery }: Desk, row: Row<'outbox'>, { channel }: Rung, now: number): boolean =>
  channel.form !== 'template' || words(delivery, row, channel, now) !== null

/** null: it can't be said this way. */
async function weigh(desk: Desk, row: Row<'outbox'>, rung: Rung, now: number): Promise<Weighed | null> {
  const { delivery, health, rests } = desk
  const { channel, urn } = rung
  const to = { urn, address: delivery.store.keys.open(urn.address) }
  const rendered = words(delivery, row, channel, now)
  if (rendered === null) return null
  const isDoubtful = rests.isResting(channel, now) || health.isPoor(channel, now) || (await isSilent(desk, rung))
  const { vnd } = chargeOf(delivery.programs.current.costs, channel.type, to, rendered, now)
  return { ...rung, vnd, isDoubtful }
}

/** What went to this address last was never seen to arrive, and nobody has written from it since. */
async function isSilent({ delivery }: Desk, { urn, channel }: Rung): Promise<boolean> {
  if (!channel.reports) return false
  const last = await lastTold(delivery.store.db, urn.id, SILENT_TIMES)
  return (
    last.length === SILENT_TIMES &&
    last.every(
      ({ reason, status, settledAt }) =>
        reason === 'climbed' && !HAS_ARRIVED.has(status) && (settledAt ?? 0) > (urn.lastInboundAt ?? 0),
    )
  )
}

const HAS_ARRIVED: ReadonlySet<Row<'outbox'>['status']> = new Set(['delivered', 'read'])
