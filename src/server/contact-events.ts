import type { ChannelType, ContactEvent, Urn } from '../channels/channel.ts'
import { erasePerson } from '../farm/erase.ts'
import { toE164 } from '../language/phones.ts'
import { findUrn, type KnownUrn } from '../store/queries/people.ts'
import { insert, remove, update, type Write } from '../store/writes.ts'
import type { EventResult } from './events.ts'
import type { IntakeOptions } from './intake.ts'
import { knowUrn } from './known-urn.ts'

/** A person who takes over in the provider's own inbox keeps the bot quiet so long. */
const STAFF_QUIET_MS = 12 * 60 * 60 * 1000

/** What a provider tells about a contact, beside messages: each is claimed, so that it counts once. */
export async function applyContactEvent(
  options: IntakeOptions,
  channel: ChannelType,
  event: ContactEvent,
): Promise<EventResult> {
  const address = event.type === 'staff_wrote' ? event.to : event.from
  const known = await knowUrn(options, channel, address)
  const writes = [...known.writes, ...(await effectOf(options, channel, event, known))]
  const result = await options.store.commit({ claim: { channel, externalId: event.externalId }, writes })
  if (result.type === 'unavailable') return result
  if (result.type === 'refused' || result.type === 'conflict') {
    // Said again it would end the same, and hold up what is behind it.
    options.log.error({ channel, event: event.type, reason: result.type }, 'contact event not applied')
    options.metrics.count('mua_contact_events_failed_total', { channel })
  }
  return { type: 'kept', wakeAt: null }
}

async function effectOf(
  options: IntakeOptions,
  channel: string,
  event: ContactEvent,
  known: KnownUrn,
): Promise<Write[]> {
  const now = options.clock()
  const { urn } = known
  const personId = known.people[0]?.person.id ?? null
  const ledger = (kind: 'stopped' | 'started' | 'erased', proof: string): Write =>
    insert('consents', { id: options.newId(), personId, urnId: urn.id, kind, source: 'provider', proof, at: now })
  switch (event.type) {
    case 'stopped':
      return [update('urns', { id: urn.id }, { stoppedAt: now }), ledger('stopped', event.text ?? channel)]
    case 'started':
      return [update('urns', { id: urn.id }, { stoppedAt: null }), ledger('started', event.text ?? channel)]
    case 'unfollowed':
      return [update('urns', { id: urn.id }, { stoppedAt: now }), ledger('stopped', `${channel} unfollow`)]
    case 'followed':
      return [update('urns', { id: urn.id }, { lastInboundAt: event.at ?? now })]
    case 'contact_shared':
      return event.phone === undefined ? [] : joinPhone(options, event.phone, event.name, known)
    case 'staff_wrote':
      return [update('urns', { id: urn.id }, { quietUntil: (event.at ?? now) + STAFF_QUIET_MS })]
    case 'withdrew': {
      const erasures = known.people.map(({ person }) => erasePerson(options.store.db, person.id, now))
      return [...(await Promise.all(erasures)).flat(), ledger('erased', `${channel} user_withdraw`)]
    }
  }
}

/** The Zalo user and the phone are one person from now on: whoever was known by the phone. */
async function joinPhone(
  options: IntakeOptions,
  phone: string,
  name: string | undefined,
  known: KnownUrn,
): Promise<Write[]> {
  const number = toE164(phone)
  const own = known.people[0]?.person
  if (!number || !own) return []
  const now = options.clock()
  const { store } = options
  const address: Urn = `tel:${number}`
  const found = await findUrn(store.db, store.keys.hash(address))
  const other = found?.people[0]?.person
  // Whoever submits a number says it is theirs, and nobody has checked: it never makes anyone a leader or an officer.
  if (other && (other.role !== 'farmer' || own.role !== 'farmer')) return []
  if (found && other && found.people.length === 1 && other.id !== own.id) {
    return [
      update('answers', { personId: own.id }, { personId: other.id }),
      update('tickets', { personId: own.id }, { personId: other.id }),
      update('messages', { personId: own.id }, { personId: other.id }),
      update('outbox', { personId: own.id }, { personId: other.id }),
      update('consents', { personId: own.id }, { personId: other.id }),
      remove('personUrns', { personId: own.id, urnId: known.urn.id }),
      insert('personUrns', { personId: other.id, urnId: known.urn.id, createdAt: now }),
      update('yields', { personId: own.id }, { personId: other.id }),
      update('priceSubscriptions', { personId: own.id }, { personId: other.id }),
    ]
  }
  const named = name && own.name === null ? [update('people', { id: own.id }, { name })] : []
  if (found) return named
  const urnId = options.newId()
  const urn = { id: urnId, scheme: 'tel' as const, hash: store.keys.hash(address), address: store.keys.seal(address) }
  return [
    ...named,
    insert('urns', { ...urn, channel: options.smsChannel, createdAt: now }),
    insert('personUrns', { personId: own.id, urnId, createdAt: now }),
  ]
}
