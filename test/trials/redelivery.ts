import { seeded, shuffled } from '../seeded.ts'
import { phoneOf, post, type Text, textOf } from './farmers.ts'
import { isQuiet, openRecords, type Records, until } from './records.ts'
import { type Served, serve } from './served.ts'
import { type Counts, type Trial, withPlace } from './trial.ts'

const COPIES = 20
/** More from one number in a minute would be a flood, whose answers are folded (conversation/loop-limits.ts). */
const TEXTS = 13
const CONNECTIONS = 8
const SETTLE_MS = 15_000

/**
 * One message delivered 20 times at once and again after a restart; then one farmer's 13 corrections over 8 connections.
 * A correction says what it replaces, so that the effects form a chain: it breaks where two took effect side by side.
 */
export const redelivery: Trial = ({ seed, rounds = TEXTS }) =>
  withPlace({ farmers: 2 }, async (place) => {
    const { standIn } = place
    const records = openRecords(place.dir)
    const random = seeded(seed)
    const deliver = (text: Text, to: Served) =>
      Promise.all(Array.from({ length: COPIES }, () => post(standIn, text, to.url)))
    const copied = textOf(phoneOf(0), 'bc ngo 3 ta ruoi 2 sao')
    const first = await serve(place)
    const answers = await deliver(copied, first)
    await until(() => isQuiet(records), SETTLE_MS)
    await first.kill()
    const second = await serve(place)
    answers.push(...(await deliver(copied, second)))
    await until(() => isQuiet(records), SETTLE_MS)

    const corrections = shuffled(
      Array.from({ length: rounds }, (_, n) => textOf(phoneOf(1), `sua ${101 + n} kg`)),
      random,
    )
    await post(standIn, textOf(phoneOf(1), 'bc ngo 100 kg'), second.url)
    const lanes = Array.from({ length: CONNECTIONS }, (_, lane) =>
      corrections.filter((_text, index) => index % CONNECTIONS === lane),
    )
    const answered = await Promise.all(lanes.map((lane) => postAll(lane, (text) => post(standIn, text, second.url))))
    await until(() => isQuiet(records), SETTLE_MS)
    const exit = await second.stop()
    const counts: Counts = {
      'copies delivered': answers.length,
      'copies answered 200': answers.filter((status) => status === 200).length,
      'effects of the one message': records.count(`select count(*) from yields where quantity_kg = 350`),
      'replies to the one message': standIn.messages.filter(({ to }) => to === phoneOf(0)).length,
      'corrections answered 200': answered.flat().filter((status) => status === 200).length,
      ...chainOf(records),
      'correction replies': standIn.messages.filter(({ to, body }) => to === phoneOf(1) && body.startsWith('Sua'))
        .length,
      'replies out of order': outOfOrder(
        standIn.messages.filter(({ to }) => to === phoneOf(1)).map(({ body }) => body),
        records,
      ),
      'exit code': exit ?? -1,
    }
    records.close()
    return counts
  })

async function postAll(lane: readonly Text[], send: (text: Text) => Promise<number>): Promise<number[]> {
  const statuses: number[] = []
  for (const text of lane) statuses.push(await send(text))
  return statuses
}

/** Corrections in the order their messages were committed: each must replace what the one before it set. */
function chainOf(records: Records): Counts {
  const changes = records.all<{ before: string; after: string; said: string }>(
    `select c.before, c.after, m.text as said from changes c join messages m on m.id = c.message_id order by m.rowid`,
  )
  let kg = 100
  let broken = 0
  for (const { before, after, said } of changes) {
    const [was, is] = [before, after].map((json) => JSON.parse(json) as { quantityKg: number })
    if (was?.quantityKg !== kg || is?.quantityKg !== Number(said.split(' ')[1])) broken += 1
    kg = is?.quantityKg ?? Number.NaN
  }
  const last = records.count(
    `select quantity_kg from yields y join messages m on m.id = y.message_id where m.text = 'bc ngo 100 kg'`,
  )
  return {
    'corrections in effect': changes.length,
    'effects out of commit order': broken,
    'last one stands': last === kg ? 'yes' : 'no',
  }
}

/** Replies that did not come in the order of the messages they answer. */
function outOfOrder(bodies: readonly string[], records: Records): number {
  const wanted = records
    .all<{ text: string }>(
      `select o.text from outbox o join messages m on m.id = o.reply_to join urns u on u.id = m.urn_id
       where m.text like 'sua %' or m.text = 'bc ngo 100 kg' order by m.rowid`,
    )
    .map(({ text }) => text)
  return bodies.filter((body, index) => body !== wanted[index]).length
}
