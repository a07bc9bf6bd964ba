import type { ChannelEvent, ChannelType, Urn } from '../channels/channel.ts'
import { PHONE_SHARED } from '../conversation/words.ts'
import { toE164 } from '../language/names/e164.ts'
import { findUrn } from '../store/queries/people.ts'
import { insert, remove, update, type Write } from '../store/writes.ts'
import { commitAnew } from './commit-anew.ts'
import type { EventResult } from './events.ts'
import type { Intake, IntakeOptions, IntakeService } from './intake.ts'
import { knowUrn } from './known-urn.ts'

type SharedEvent = Extract<ChannelEvent, { type: 'contact_shared' }>

/**
 * A person submits a phone number on Zalo, and nothing shows that it is theirs. It is written down as told. Where somebody
 * else is known by it, a turn begins that sends a code to the number: only that joins the two. Safe to repeat.
 */
export async function takeSharedPhone(
  options: IntakeOptions,
  intake: IntakeService,
  channel: ChannelType,
  event: SharedEvent,
): Promise<Exclude<EventResult, { type: 'kept' }> | Intake> {
  const number = event.phone === undefined ? null : toE164(event.phone)
  let isTold = false
  const result = await commitAnew(options, channel, event, async () => {
    const read = await readShared(options, channel, event, number)
    isTold = read.isAnothers
    return read.writes
  })
  if (result.type === 'unavailable' || result.type === 'failed') return result
  if (number === null || !isTold) return { type: 'duplicate' }
  return intake.receive(channel, {
    type: 'message',
    externalId: `${event.externalId}:code`,
    from: event.from,
    text: `xác nhận số ...${number.slice(-3)}`,
    payload: PHONE_SHARED,
    attachments: [],
  })
}

/** What is written down of it now. `isAnothers`: somebody else is known by that number. */
async function readShared(
  options: IntakeOptions,
  channel: ChannelType,
  event: SharedEvent,
  number: string | null,
): Promise<{ writes: Write[]; isAnothers: boolean }> {
  const { store, clock, newId } = options
  const known = await knowUrn(options, channel, event.from)
  const own = known.people[0]?.person
  const writes: Write[] = [...known.writes]
  if (event.name && own?.name === null) writes.push(update('people', { id: own.id }, { name: event.name }))
  if (number === null) return { writes, isAnothers: false }
  const phone: Urn = `tel:${number}`
  const found = await findUrn(store.db, store.keys.hash(phone))
  // Several people may use one Zalo: the number of any of them proves nothing new.
  if (known.people.some(({ person }) => found?.people.some((each) => each.person.id === person.id)))
    return { writes, isAnothers: false }
  const isAnothers = found !== undefined && found.people.length > 0
  const about = isAnothers ? { phoneUrnId: found.urn.id } : { phone: store.keys.seal(phone) }
  writes.push(
    remove('phoneClaims', { urnId: known.urn.id, status: 'shared' }),
    insert('phoneClaims', { id: newId(), urnId: known.urn.id, ...about, status: 'shared', at: clock() }),
  )
  return { writes, isAnothers }
}
