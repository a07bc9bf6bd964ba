import { findUrn } from '../../store/queries/people.ts'
import type { Store } from '../../store/store.ts'
import { insert } from '../../store/writes.ts'
import type { IntakeService } from '../intake.ts'
import type { Sweeper } from '../sweeper.ts'
import { type Seat, urnOf } from './seat.ts'

export interface GiveOptions {
  store: Store
  intake: IntakeService
  sweeper: Pick<Sweeper, 'wakeAt'>
  clock(): number
  newId(): string
}

export interface Typed {
  seat: Seat
  text: string
  /** Of the button that was tapped. */
  payload?: string | undefined
}

/** Takes in a text as if it had come from a provider. `kept` false: it could not be written down. */
export async function give(options: GiveOptions, typed: Typed): Promise<{ id: string; kept: boolean }> {
  const { intake, sweeper, newId } = options
  const { seat, text, payload } = typed
  if (seat.form === 'zalo') await joinDemoPerson(options, seat)
  const externalId = `simulator-${newId()}`
  const result = await intake.receive('simulator', {
    type: 'message',
    externalId,
    from: urnOf(seat),
    text: text.normalize('NFC'),
    attachments: [],
    ...(payload ? { payload } : {}),
  })
  if (result.type === 'taken' && result.wakeAt !== null) sweeper.wakeAt(result.wakeAt)
  return { id: externalId, kept: result.type !== 'unavailable' }
}

/** A demo person's Zalo is their own: the same person as on the phone of that number. Two at once: the second changes nothing. */
async function joinDemoPerson({ store, clock, newId }: GiveOptions, seat: Seat): Promise<void> {
  const { db, keys } = store
  const address = urnOf(seat)
  const hash = keys.hash(address)
  const phone = await findUrn(db, keys.hash(urnOf({ ...seat, form: 'sms' })))
  const person = phone?.people.find((each) => each.person.isDemo)?.person
  if (!person || (await findUrn(db, hash))) return
  const urnId = newId()
  const createdAt = clock()
  await store.commit({
    writes: [
      insert('urns', { id: urnId, scheme: 'zalo', hash, address: keys.seal(address), channel: 'simulator', createdAt }),
      insert('personUrns', { personId: person.id, urnId, createdAt }),
    ],
  })
}
