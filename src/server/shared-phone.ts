import type { ChannelEvent, ChannelType, Urn } from '../channels/channel.ts'
import { PHONE_SHARED } from '../conversation/words.ts'
import { toE164 } from '../language/phones.ts'
import { findUrn } from '../store/queries/people.ts'
import { insert, remove, update, type Write } from '../store/writes.ts'
import { tellNotApplied } from './contact-events.ts'
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
): Promise<Intake> {
  const { store, clock, newId } = options
  const known = await knowUrn(options, channel, event.from)
  const own = known.people[0]?.person
  const writes: Write[] = [...known.writes]
  if (event.name && own?.name === null) writes.push(update('people', { id: own.id }, { name: event.name }))
  const number = event.phone === undefined ? null : toE164(event.phone)
  const phone: Urn = `tel:${number}`
  const found = number === null ? undefined : await findUrn(store.db, store.keys.hash(phone))
  // Several people may use one Zalo: the number of any of them proves nothing new.
  const isOwn = known.people.some(({ person }) => found?.people.some((each) => each.person.id === person.id))
  if (number !== null && !isOwn) {
    const isKnown = found !== undefined && found.people.length > 0
    const about = isKnown ? { phoneUrnId: found.urn.id } : { phone: store.keys.seal(phone) }
    writes.push(
      remove('phoneClaims', { urnId: known.urn.id, status: 'shared' }),
      insert('phoneClaims', { id: newId(), urnId: known.urn.id, ...about, status: 'shared', at: clock() }),
    )
  }
  const result = await store.commit({ claim: { channel, externalId: event.externalId }, writes })
  if (result.type === 'unavailable') return result
  if (result.type === 'refused' || result.type === 'conflict') {
    tellNotApplied(options, channel, event.type, result.type)
    return { type: 'duplicate' }
  }
  if (number === null || isOwn || !found?.people.length) return { type: 'duplicate' }
  return intake.receive(channel, {
    type: 'message',
    externalId: `${event.externalId}:code`,
    from: event.from,
    text: `xác nhận số ...${number.slice(-3)}`,
    payload: PHONE_SHARED,
    attachments: [],
  })
}
