import type { ChannelEvent, ChannelType, Urn } from '../channels/channel.ts'
import { isOver, MACHINE_TEXTS } from '../conversation/loop-limits.ts'
import { abuseTicketWrites } from '../delivery/abuse-ticket.ts'
import { inboundTimes } from '../store/queries/messages.ts'
import { findUrn } from '../store/queries/people.ts'
import { insert, type Write } from '../store/writes.ts'
import { commitAnew } from './commit-anew.ts'
import type { EventResult } from './events.ts'
import type { IntakeOptions } from './intake.ts'
import { urnRow } from './known-urn.ts'
import { messageRow } from './message-row.ts'

type MachineWrote = Extract<ChannelEvent, { type: 'machine_wrote' }>

const MOST_CHARACTERS = 40

/** Keeps what no mobile phone wrote: nobody is made known by it, no turn is taken, nothing is answered. One that writes on and on is looked at. */
export async function keepMachine(
  options: IntakeOptions,
  channel: ChannelType,
  event: MachineWrote,
): Promise<EventResult> {
  options.metrics.count('mua_machine_texts_total', { channel })
  const result = await commitAnew(options, channel, event, () => writesFor(options, channel, event))
  return result.type === 'unavailable' || result.type === 'failed' ? result : { type: 'kept', wakeAt: null }
}

async function writesFor(options: IntakeOptions, channel: ChannelType, event: MachineWrote): Promise<Write[]> {
  const { store, clock, newId } = options
  const now = clock()
  const from = urnOf(event.sender)
  const known = (await findUrn(store.db, store.keys.hash(from)))?.urn
  const urn = known ?? urnRow(options, channel, from)
  const { externalId, text, sentAt } = event
  const message = { type: 'message' as const, from, externalId, text, attachments: [], ...(sentAt ? { sentAt } : {}) }
  const times = (await inboundTimes(store.db, urn.id, MACHINE_TEXTS.most)).map(({ receivedAt }) => receivedAt)
  const isTooMany = isOver(MACHINE_TEXTS, [now, ...times], now)
  return [
    ...(known ? [] : [insert('urns', urn)]),
    messageRow(store.keys, newId(), urn.id, null, channel, message, now, 'taken'),
    ...(isTooMany ? await abuseTicketWrites(store.db, { urnId: urn.id, personId: null }, SEEN, { now, newId }) : []),
  ]
}

const SEEN = {
  vi: `một đầu số hay tên thương hiệu (không phải di động) nhắn quá ${MACHINE_TEXTS.most} tin trong 24 giờ; tin đã lưu, máy không trả lời`,
  en: `a short code, brandname or other sender that is no mobile texted more than ${MACHINE_TEXTS.most} times in 24 hours; kept, never answered`,
}

/** `tel:8099`, `tel:VIETTEL_QC`: no provider takes such an address, and a talk never has it. */
const urnOf = (sender: string): Urn =>
  `tel:${sender.normalize('NFC').replace(/\s+/gu, '').slice(0, MOST_CHARACTERS) || '?'}`
