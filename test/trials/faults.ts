import { hasRedis, openRedis } from '../real/redis.ts'
import type { Adapter } from './faults/adapter.ts'
import { esms } from './faults/esms.ts'
import { kannel } from './faults/kannel.ts'
import { type Played, play } from './faults/schedule.ts'
import { smsgate } from './faults/smsgate.ts'
import { twilio } from './faults/twilio.ts'
import { zalo } from './faults/zalo.ts'
import { zaloBot } from './faults/zalo-bot.ts'
import { zbs } from './faults/zbs.ts'
import type { Counts, Trial } from './trial.ts'

/** Every channel that sends to somebody. */
export const ADAPTERS: readonly Adapter[] = [kannel, twilio, smsgate, esms, zalo, zbs, zaloBot]

const SCHEDULES = 500
/** One of so many is played by BullMQ's dispatcher too, which takes real time. */
const BULL_EVERY = 20
const MOST_SHOWN = 10

/**
 * Random schedules of faults for each channel: connections that break, answers that are none, late or spoilt, limits of an hour, reports in any order, processes killed on
 * what they have in hand. The provider's record is held against the outbox row by row. Of `rounds` schedules each has its own seed: `seed`, `seed + 1` … so that one alone
 * is `--seed <its seed> --rounds 1`.
 */
export const faultsTrial =
  (adapters = ADAPTERS, bullEvery = BULL_EVERY): Trial =>
  async ({ seed, rounds = SCHEDULES }) => {
    const redis = hasRedis() ? await openRedis() : null
    const counts: Counts = { 'schedules for each channel': rounds, seeds: `${seed} … ${seed + rounds - 1}` }
    try {
      for (const adapter of adapters) {
        const bull = redis === null ? 0 : Math.ceil(rounds / bullEvery)
        Object.assign(counts, await playAll(adapter, '', seed, rounds, null))
        if (redis !== null) Object.assign(counts, await playAll(adapter, ' by BullMQ', seed, bull, redis.url))
      }
    } finally {
      await redis?.stop()
    }
    return counts
  }

async function playAll(adapter: Adapter, by: string, seed: number, rounds: number, redisUrl: string | null) {
  const all: Played[] = []
  for (let n = 0; n < rounds; n++) all.push(await play({ adapter, seed: seed + n, redisUrl }))
  const rows = all.flatMap((played) => played.rows)
  const of = (what: string) => `${adapter.type}${by}: ${what}`
  const wrong = all.flatMap((played) => played.wrong.map((what) => `seed ${played.seed}: ${what}`))
  for (const each of wrong.slice(0, MOST_SHOWN)) console.log(`  ${of(each)}`)
  const count = (isSo: (row: (typeof rows)[number]) => boolean) => rows.filter(isSo).length
  const sum = (of: (played: Played) => number) => all.reduce((total, played) => total + of(played), 0)
  return {
    [of('messages')]: rows.length,
    [of('requests')]: sum(({ fates }) => [...fates.values()].reduce((total, each) => total + each, 0)),
    [of('of these gone wrong')]: sum(({ fates }) =>
      [...fates].reduce((total, [fate, each]) => total + (fate === 'well' ? 0 : each), 0),
    ),
    [of('processes killed')]: sum(({ kills }) => kills),
    [of('ends')]: endsOf(rows),
    [of('marked possible double')]: count(({ possibleDouble }) => possibleDouble),
    [of('that the provider had more than once')]: sum(({ twice }) => twice),
    [of('uncertain, the provider had them')]: sum(({ uncertainTaken }) => uncertainTaken),
    [of('disagreements and doubles that may not be')]: wrong.length,
  }
}

/** How many rows came to each end. */
function endsOf(rows: Played['rows']): string {
  const counts = new Map<string, number>()
  for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([status, times]) => `${status} ${times}`)
    .join(', ')
}
