import { setTimeout as sleep } from 'node:timers/promises'
import { openRedis, type RedisServer } from '../real/redis.ts'
import { seeded } from '../seeded.ts'
import type { TwilioStandIn } from '../stand-ins/twilio.ts'
import { phoneOf, post, textOf } from './farmers.ts'
import { effectCounts, harvest, newLog, replyCounts } from './kill.ts'
import { isQuiet, openRecords, type Records, until } from './records.ts'
import { serve, start } from './served.ts'
import { type Counts, type Standing, type Trial, withPlace } from './trial.ts'

const FARMERS = 5000
const KILLS = 10
const FLUSHES = 3
/** Redis is away once for so long. */
const AWAY_MS = 20_000
const WORKERS = 3
const CONNECTIONS = 8
/** Between two texts of one connection, at most. */
const PAUSE_MS = 60
/** Between two blows, at most. */
const CALM_MS = 4000
/** The stand-in answers so late, at most: kills fall between its taking a message and our hearing of it. */
const ANSWER_MS = 60
const SETTLE_MS = 240_000

interface QueueOptions {
  farmers?: number
  awayMs?: number
  flushes?: number
}

type Log = ReturnType<typeof newLog>

/**
 * Messages sent through BullMQ by several workers: workers are killed, Redis is emptied and goes away, and every text answered 200 has its effect and its reply,
 * none twice. `rounds`: kills of a worker.
 */
export const queueTrial =
  ({ farmers = FARMERS, awayMs = AWAY_MS, flushes = FLUSHES }: QueueOptions = {}): Trial =>
  async ({ seed, rounds = KILLS }) => {
    const random = seeded(seed)
    const redis = await openRedis()
    const env = { REDIS_URL: redis.url, MUA_LEASE_MS: '5000' }
    try {
      return await withPlace(
        { farmers, standIn: { answerAfterMs: () => random() * ANSWER_MS }, env },
        async (place) => {
          const log = newLog()
          const served = await serve(place, { args: ['--no-worker'] })
          const stopWorkers = await strike(
            place,
            redis,
            { rounds, awayMs, flushes, farmers, random, url: served.url },
            log,
          )
          const records = openRecords(place.dir)
          const isSettled = await until(() => isQuiet(records), SETTLE_MS)
          const counts: Counts = {
            'texts answered 200': log.answered.size,
            'workers killed': log.kills,
            'times Redis was emptied': flushes,
            'Redis away, ms': awayMs,
            ...effectCounts(log, records),
            ...replyCounts(log, place.standIn, records),
            ...comparedCounts(place.standIn, records),
            settled: isSettled ? 'yes' : 'no',
            'workers that ended well': (await stopWorkers()).filter((code) => code === 0).length,
            'exit code': (await served.stop()) ?? -1,
          }
          records.close()
          return counts
        },
      )
    } finally {
      await redis.stop()
    }
  }

interface Blows {
  rounds: number
  awayMs: number
  flushes: number
  farmers: number
  random: () => number
  url: string
}

/** Farmers write all the while; gives what stops the workers that are left. */
async function strike(
  place: Standing,
  redis: RedisServer,
  blows: Blows,
  log: Log,
): Promise<() => Promise<(number | null)[]>> {
  const { rounds, awayMs, flushes, farmers, random, url } = blows
  let isOver = false
  const connection = async (): Promise<void> => {
    while (!isOver) {
      const text = textOf(phoneOf(Math.floor(random() * farmers)), `bc ${harvest(log.texts.length)} kg`)
      log.texts.push(text)
      if ((await post(place.standIn, text, url)) === 200) log.answered.add(text.sid)
      await sleep(random() * PAUSE_MS)
    }
  }
  const worker = () => start(place, { isWorker: true })
  const workers = Array.from({ length: WORKERS }, worker)
  await Promise.all(workers.map(({ ready }) => ready))
  const connections = Promise.all(Array.from({ length: CONNECTIONS }, connection))
  const kills = Array.from({ length: rounds }, () => async () => {
    const nth = Math.floor(random() * WORKERS)
    await workers[nth]?.kill()
    log.kills += 1
    workers[nth] = worker()
    await workers[nth]?.ready
  })
  const empties = Array.from({ length: flushes }, () => async () => void (await redis.command('flushall')))
  const away = async () => {
    await redis.kill()
    await sleep(awayMs)
    await redis.start()
  }
  const all = [...kills, ...empties, ...(awayMs > 0 ? [away] : [])]
  for (const blow of all.map((each) => ({ each, at: random() })).sort((a, b) => a.at - b.at)) {
    await sleep(random() * CALM_MS)
    await blow.each()
  }
  isOver = true
  await connections
  return () => Promise.all(workers.map((each) => each.stop()))
}

/** The stand-in's record and the outbox, row by row. */
export function comparedCounts(standIn: TwilioStandIn, records: Records): Counts {
  const rows = records.all<{ externalId: string | null; text: string | null; status: string }>(
    'select external_id as externalId, text, status from outbox',
  )
  const taken = new Map(standIn.messages.map((message) => [message.sid, message]))
  const told = rows.filter(({ status }) => status === 'wired')
  const differ = told.filter(({ externalId, text }) => taken.get(externalId ?? '')?.body !== text)
  return {
    'messages the provider took': taken.size,
    'rows that say so': told.length,
    'rows that differ from its record': differ.length,
    uncertain: rows.filter(({ status }) => status === 'uncertain').length,
  }
}
