import { uuidv7 } from 'uuidv7'
import type { ChannelType } from '../../src/channels/channel.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { insert, type Write } from '../../src/store/writes.ts'
import type { SignedForm, TwilioStandIn } from '../stand-ins/twilio.ts'
import { databaseOf, KEY, WEBHOOK } from './served.ts'

/** The phone number of farmer `n`, from 0. */
export const phoneOf = (n: number): string => `+8491${String(n).padStart(7, '0')}`

/** Keeps `count` farmers who agreed and text over `channel`, before anything is served. */
export async function addFarmers(dir: string, count: number, channel: ChannelType = 'twilio'): Promise<void> {
  const store = await openSqliteStore({ file: databaseOf(dir), key: KEY })
  const now = Date.now()
  for (let from = 0; from < count; from += 100) {
    const writes: Write[] = []
    for (let n = from; n < Math.min(count, from + 100); n++) {
      const [personId, urnId, address] = [uuidv7(), uuidv7(), `tel:${phoneOf(n)}`]
      writes.push(
        insert('people', { id: personId, role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: now }),
        insert('urns', {
          id: urnId,
          scheme: 'tel',
          hash: store.keys.hash(address),
          address: store.keys.seal(address),
          channel,
          createdAt: now,
        }),
        insert('personUrns', { personId, urnId, createdAt: now }),
      )
    }
    const result = await store.commit({ writes })
    if (result.type !== 'committed') throw new Error(`farmers not kept: ${result.type}`)
  }
  await store.close()
}

/** One text of a farmer as the provider tells of it: posted again it bears the same id. */
export interface Text {
  sid: string
  phone: string
  body: string
}

let serial = 0

export const textOf = (phone: string, body: string): Text => {
  serial += 1
  return { sid: `SM${process.pid.toString(16)}x${serial.toString(16).padStart(24, '0')}`, phone, body }
}

/** A text as the provider sends it, signed. */
export function signed(standIn: TwilioStandIn, { sid, phone, body }: Text): SignedForm {
  const ids = { MessageSid: sid, SmsMessageSid: sid, SmsSid: sid }
  return standIn.inbound(WEBHOOK, { ...ids, From: phone, Body: body })
}

/** Posts a text as the provider does. Gives the HTTP status; 0: no answer came. */
export async function post(standIn: TwilioStandIn, text: Text | SignedForm, via: string): Promise<number> {
  try {
    const response = await standIn.deliver('headers' in text ? text : signed(standIn, text), via)
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
