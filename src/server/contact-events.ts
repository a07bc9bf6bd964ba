import type { ChannelType, ContactEvent } from '../channels/channel.ts'
import { erasePeople } from '../farm/erase.ts'
import { providerStop } from '../store/provider-stop.ts'
import type { KnownUrn } from '../store/queries/people.ts'
import { insert, update, type Write } from '../store/writes.ts'
import { commitAnew } from './commit-anew.ts'
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
  const result = await commitAnew(options, channel, event, async () => {
    const known = await knowUrn(options, channel, address)
    return [...known.writes, ...(await effectOf(options, channel, event, known))]
  })
  return result.type === 'unavailable' || result.type === 'failed' ? result : { type: 'kept', wakeAt: null }
}

async function effectOf(
  options: IntakeOptions,
  channel: string,
  event: ContactEvent,
  known: KnownUrn,
): Promise<Write[]> {
  const now = options.clock()
  const { urn } = known
  const people = known.people.map(({ person }) => person)
  const stopped = (proof: string) => providerStop({ urnId: urn.id, people, proof, at: now, newId: options.newId })
  switch (event.type) {
    case 'stopped':
      return stopped(event.text ?? channel)
    case 'started':
      return [
        update('urns', { id: urn.id }, { stoppedAt: null }),
        insert('consents', {
          id: options.newId(),
          personId: people[0]?.id ?? null,
          urnId: urn.id,
          kind: 'started',
          how: 'asked',
          source: 'provider',
          proof: event.text ?? channel,
          at: now,
        }),
      ]
    case 'unfollowed':
      return stopped(`${channel} unfollow`)
    case 'followed':
      return [update('urns', { id: urn.id }, { lastInboundAt: event.at ?? now })]
    case 'staff_wrote':
      return [update('urns', { id: urn.id }, { quietUntil: (event.at ?? now) + STAFF_QUIET_MS })]
    case 'withdrew': {
      const { newId, store } = options
      const asked = { urnId: urn.id, now, newId, source: 'provider', proof: `${channel} user_withdraw` } as const
      const ids = people.map(({ id }) => id)
      return erasePeople(store.db, ids, asked)
    }
  }
}
