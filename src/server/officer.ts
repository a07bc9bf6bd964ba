import { BOT_USER, type ChannelType, type Urn } from '../channels/channel.ts'
import { insert, update } from '../store/writes.ts'
import type { IntakeOptions } from './intake.ts'
import { knowUrn } from './known-urn.ts'

/** The officer whom the environment names, known as one from the first start on: tickets can be texted, and TL is believed. */
export async function ensureOfficer(
  options: Pick<IntakeOptions, 'store' | 'clock' | 'newId' | 'smsChannel'>,
  address: string,
): Promise<void> {
  const { store, clock, newId, smsChannel } = options
  const channel = channelOf(address) ?? smsChannel
  const known = await knowUrn(options, channel, address as Urn)
  const [first] = known.people
  if (!first || (known.writes.length === 0 && first.person.role !== 'farmer')) return
  const now = clock()
  const { id } = first.person
  const officer = { ...first.person, role: 'officer' as const, consent: 'agreed' as const }
  const proof = { id: newId(), personId: id, urnId: known.urn.id, kind: 'agreed' as const, source: 'staff' as const }
  const result = await store.commit({
    writes: [
      ...known.writes.map((write) => (write.table === 'people' ? insert('people', officer) : write)),
      update('people', { id }, { role: 'officer', consent: 'agreed' }),
      insert('consents', { ...proof, takenBy: 'MUA_OFFICER_URN', proof: 'MUA_OFFICER_URN', at: now }),
    ],
  })
  if (result.type !== 'committed') throw new Error(`the officer of MUA_OFFICER_URN could not be kept: ${result.type}`)
}

/** The account whose user it is; null: a phone. */
function channelOf(address: string): ChannelType | null {
  if (address.startsWith(BOT_USER)) return 'zalo-bot'
  return address.startsWith('zalo:') ? 'zalo' : null
}
