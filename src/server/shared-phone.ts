import type { ChannelEvent, ChannelType, Urn } from '../channels/channel.ts'
import { PHONE_SHARED } from '../conversation/words.ts'
import { toE164 } from '../language/names/e164.ts'
import { startsWithPhrase } from '../language/text/words.ts'
import { findUrn } from '../store/queries/people.ts'
import { insert, remove, update, type Write } from '../store/writes.ts'
import { commitAnew } from './commit-anew.ts'
import type { EventResult } from './events.ts'
import type { Intake, IntakeOptions, IntakeService, Message } from './intake.ts'
import { knowUrn } from './known-urn.ts'

type SharedEvent = Extract<ChannelEvent, { type: 'contact_shared' }>
type Unkept = Exclude<EventResult, { type: 'kept' }>

/**
 * A person submits a phone number on Zalo, and nothing shows that it is theirs. It is written down as told. Where somebody
 * else is known by it, a turn begins that sends a code to the number: only that joins the two. Safe to repeat.
 */
export async function takeSharedPhone(
  options: IntakeOptions,
  intake: IntakeService,
  channel: ChannelType,
  event: SharedEvent,
): Promise<Unkept | Intake> {
  const number = event.phone === undefined ? null : toE164(event.phone)
  const kept = await keepShared(options, channel, event, number)
  if (kept.type !== 'kept') return kept
  if (number === null || !kept.isAnothers) return { type: 'duplicate' }
  const { externalId, from } = event
  return intake.receive(channel, {
    ...{ type: 'message', externalId: `${externalId}:code`, from, attachments: [] },
    ...aboutNumber(number),
  })
}

/**
 * The number that a text on Zalo says is its sender's: behind a phrase of the flow that asks for the code. A bot has no form to
 * submit one by. null: it says none.
 */
export function typedPhone({ programs }: Pick<IntakeOptions, 'programs'>, { from, text }: Message): string | null {
  if (!from.startsWith('zalo:')) return null
  const flow = [...programs.current.flows.values()].find(({ hook }) => hook === 'phone-shared')
  for (const trigger of flow?.triggers ?? []) {
    const end = trigger.type === 'whole' ? startsWithPhrase(text, trigger.phrase)?.end : undefined
    const number = end === undefined ? null : toE164(text.slice(end).replace(/^[\s:,.]+|[\s.,!]+$/gu, ''))
    if (number !== null) return number
  }
  return null
}

/** As if it had been submitted, but always answered: whoever types it waits for a word. Safe to repeat. */
export async function takeTypedPhone(
  options: IntakeOptions,
  intake: IntakeService,
  channel: ChannelType,
  message: Message,
  number: string,
): Promise<Unkept | Intake> {
  const { externalId, from } = message
  const event = { type: 'contact_shared' as const, externalId: `${externalId}:phone`, from, phone: number }
  const kept = await keepShared(options, channel, event, number)
  return kept.type === 'kept' ? intake.receive(channel, { ...message, ...aboutNumber(number) }) : kept
}

/** The words that are kept of it: a text is not encrypted, so the number does not stand in it. */
const aboutNumber = (number: string) => ({ text: `xác nhận số ...${number.slice(-3)}`, payload: PHONE_SHARED })

/** `isAnothers`: somebody else is known by that number. */
async function keepShared(
  options: IntakeOptions,
  channel: ChannelType,
  event: SharedEvent,
  number: string | null,
): Promise<Unkept | { type: 'kept'; isAnothers: boolean }> {
  let isAnothers = false
  const result = await commitAnew(options, channel, event, async () => {
    const read = await readShared(options, channel, event, number)
    isAnothers = read.isAnothers
    return read.writes
  })
  return result.type === 'unavailable' || result.type === 'failed' ? result : { type: 'kept', isAnothers }
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
