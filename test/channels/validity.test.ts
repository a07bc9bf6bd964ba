import { expect, it } from 'vitest'
import { startKannel } from './kannel-rig.ts'
import { makeMessage } from './rig.ts'
import { startSmsgate } from './smsgate-rig.ts'
import { startTwilio } from './twilio-rig.ts'

const farmer = 'tel:+84912345678'
const MINUTE = 60_000

/** What the operator is told of how long a message may take, by what is left of its use. */
it.each([
  [90 * MINUTE, '90', 5400, '5400'],
  [90 * MINUTE - 1, '89', 5399, '5399'],
  [1000, '1', 5, '6'],
  [0, '1', 5, '6'],
  [48 * 60 * MINUTE, '2880', 172_800, '36000'],
  [undefined, null, null, null],
])('of use for %s ms more', async (usefulMs, minutes, ttl, seconds) => {
  const [kannel, smsgate, twilio] = await Promise.all([startKannel(), startSmsgate(), startTwilio()])
  const message = makeMessage(farmer, 'Gia ngo 7.000d/kg.', usefulMs === undefined ? {} : { usefulMs })
  for (const { channel } of [kannel, smsgate, twilio])
    expect(await channel.send(message)).toMatchObject({ type: 'wired' })
  expect(kannel.standIn.messages.map(({ validity }) => validity)).toEqual([minutes])
  expect(smsgate.standIn.messages.map((sent) => sent.ttl)).toEqual([ttl])
  expect(twilio.standIn.messages.map(({ validity }) => validity)).toEqual([seconds])
  await Promise.all([kannel, smsgate, twilio].map(({ standIn }) => standIn.close()))
})
