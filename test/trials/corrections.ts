import { setTimeout as sleep } from 'node:timers/promises'
import { phoneOf, post, textOf } from './farmers.ts'
import type { Records } from './records.ts'
import type { Counts, Standing } from './trial.ts'

/** One text that was sent, and how it was answered. */
export interface Sent {
  farmer: number
  kg: number
  /** HTTP status; 0: no answer. */
  status: number
  /** Until the answer, ms. */
  ms: number
}

const FIRST_KG = 100

/** Each farmer reports a harvest, which the corrections that follow change. */
export async function reportAll({ standIn }: Standing, url: string, farmers: number): Promise<void> {
  const texts = Array.from({ length: farmers }, (_, n) => textOf(phoneOf(n), `bc ngo ${FIRST_KG} kg`))
  const statuses = await Promise.all(texts.map((text) => post(standIn, text, url)))
  if (statuses.some((status) => status !== 200)) throw new Error('reports not answered')
}

/**
 * Every farmer corrects the report again and again, `everyMs` apart, `times` in all, whether the text before was
 * answered or not; `filler` makes the texts longer. Resolves when all are answered.
 */
export async function correctAll(
  { standIn }: Standing,
  url: string,
  { farmers, times, everyMs, filler = '' }: { farmers: number; times: number; everyMs: number; filler?: string },
): Promise<Sent[]> {
  const under: Promise<Sent>[] = []
  for (let round = 1; round <= times; round++) {
    for (let farmer = 0; farmer < farmers; farmer++) {
      const kg = FIRST_KG + (round + farmer) * 3 + round
      const startedAt = performance.now()
      const answer = post(standIn, textOf(phoneOf(farmer), `sua ${kg} kg${filler}`), url)
      under.push(answer.then((status) => ({ farmer, kg, status, ms: performance.now() - startedAt })))
    }
    await sleep(everyMs)
  }
  return Promise.all(under)
}

/** What became of them: a correction says what it replaces, so its effects form a chain in the order they were sent. */
export function correctionCounts(sent: readonly Sent[], { standIn }: Standing, records: Records): Counts {
  const kept = sent.filter(({ status }) => status === 200)
  const farmers = Map.groupBy(sent, ({ farmer }) => farmer)
  const changes = records.all<{ phone: string; after: string }>(
    `select m.urn_id as phone, c.after from changes c join messages m on m.id = c.message_id order by c.rowid`,
  )
  const chains = new Set(
    [...Map.groupBy(changes, ({ phone }) => phone).values()].map((list) =>
      list.map(({ after }) => (JSON.parse(after) as { quantityKg: number }).quantityKg).join(' '),
    ),
  )
  const wanted = [...farmers.values()].map((list) => list.filter(({ status }) => status === 200).map(({ kg }) => kg))
  const replies = standIn.messages.filter(({ body }) => body.startsWith('Sua lai'))
  return {
    sent: sent.length,
    'answered 200': kept.length,
    'answered otherwise': sent.length - kept.length,
    'slowest answer, ms': Math.round(Math.max(...sent.map(({ ms }) => ms))),
    'in effect': changes.length,
    'farmers whose effects are not what was answered, in order': wanted.filter((list) => !chains.has(list.join(' ')))
      .length,
    replies: replies.length,
  }
}
