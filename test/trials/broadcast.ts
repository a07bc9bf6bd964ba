import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { localTime } from '../../src/conversation/calendar.ts'
import { smsParts } from '../../src/conversation/parts.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { openRedis } from '../real/redis.ts'
import { seeded } from '../seeded.ts'
import { ALERT, addCooperative, isAlert, LEADER, missedAndDoubled, percentile, QUESTION } from './cooperative.ts'
import { phoneOf, post, textOf } from './farmers.ts'
import { comparedCounts } from './queue.ts'
import { isQuiet, openRecords, type Records, until } from './records.ts'
import { databaseOf, KEY, type Served, start } from './served.ts'
import { type Counts, type Standing, type Trial, withPlace } from './trial.ts'

const MEMBERS = 5000
const PARTS_PER_SECOND = 50
/** The stand-in answers after so long, at most. */
const ANSWER_MS = 60
/** Between two questions of members, at most. */
const ASK_MS = 400
const SETTLE_MS = 240_000
/** What was in hand at a kill is looked for when its lease has run out. */
const AFTER_KILL_MS = 5000
const HOUR_MS = 60 * 60_000

interface Log {
  /** When each member asked, by phone. */
  asked: Map<string, number>
  /** While no process delivered. */
  downs: { from: number; to: number }[]
  /** The most a process needed, bytes. */
  memory: number
  kills: number
}

/**
 * A broadcast over a real HTTP provider in real time, while members ask through the webhook and are answered; all that delivers is killed in the middle of preparing and in
 * the middle of sending, and started again. `isQueued`: BullMQ and two workers in the place of the embedded dispatcher. `rounds`: members.
 */
export const broadcastTrial =
  ({ isQueued }: { isQueued: boolean }): Trial =>
  async ({ seed, rounds: members = MEMBERS }) => {
    const random = seeded(seed)
    const redis = isQueued ? await openRedis() : null
    const pace = { MUA_PACE: `twilio=${PARTS_PER_SECOND}`, MUA_LEASE_MS: '3000' }
    const env = redis === null ? pace : { ...pace, REDIS_URL: redis.url }
    const now = daytime()
    try {
      return await withPlace(
        { farmers: 0, standIn: { answerAfterMs: () => random() * ANSWER_MS, now }, env },
        async (place) => {
          const store = await openSqliteStore({ file: databaseOf(place.dir), key: KEY })
          await addCooperative(store, members, now() - HOUR_MS)
          await store.close()
          const log: Log = { asked: new Map(), downs: [], memory: 0, kills: 0 }
          const stop = await send(place, { members, isQueued, random, now }, log)
          const records = openRecords(place.dir)
          const isSettled = await until(() => isQuiet(records), SETTLE_MS)
          await stop()
          const counts = countsOf(place, records, log, members)
          records.close()
          return { ...counts, settled: isSettled ? 'yes' : 'no' }
        },
      )
    } finally {
      await redis?.stop()
    }
  }

/** A clock by which it is day in Vietnam, whenever the trial is run: at night nothing is sent that we start. */
function daytime(): () => number {
  const { minutes } = localTime(Date.now())
  const isDay = minutes >= 7 * 60 && minutes < 21 * 60
  const shiftMs = isDay ? 0 : 10 * HOUR_MS
  return () => Date.now() + shiftMs
}

/** Gives a process the clock of the trial. */
const clockArgs = (now: () => number): string[] => {
  const shiftMs = Math.round((now() - Date.now()) / HOUR_MS) * HOUR_MS
  const script = `const real = Date.now; Date.now = () => real() + ${shiftMs}`
  return shiftMs === 0 ? [] : ['--import', `data:text/javascript,${encodeURIComponent(script)}`]
}

interface Sending {
  members: number
  isQueued: boolean
  random: () => number
  now: () => number
}

/** Until about all is sent; gives what stops the processes that are left. */
async function send(place: Standing, { members, isQueued, random, now }: Sending, log: Log) {
  const nodeArgs = clockArgs(now)
  const startServe = () => start(place, { nodeArgs, ...(isQueued ? { args: ['--no-worker'] } : {}) }).ready
  const startWorkers = () => Promise.all([1, 2].map(() => start(place, { nodeArgs, isWorker: true }).ready))
  let served = await startServe()
  let workers = isQueued ? await startWorkers() : []
  const note = (all: readonly Served[]) => {
    for (const { pid } of all) log.memory = Math.max(log.memory, peakOf(pid))
  }
  /** Ends all that delivers. */
  const strike = async () => {
    const from = now()
    note([served, ...workers])
    await Promise.all((isQueued ? workers : [served]).map((each) => each.kill()))
    log.kills += 1
    if (isQueued) workers = await startWorkers()
    else served = await startServe()
    log.downs.push({ from, to: now() })
  }
  const { messages } = place.standIn
  await text(place, LEADER, ALERT, served.url)
  await until(() => codeIn(messages) !== undefined, SETTLE_MS)
  await text(place, LEADER, codeIn(messages) ?? '', served.url)

  const records = openRecords(place.dir)
  const prepared = () => records.count('select coalesce(sum(prepared), 0) from broadcasts')
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      await sleep(random() * ASK_MS)
      const phone = phoneOf(Math.floor(random() * members))
      if (log.asked.has(phone)) continue
      const at = now()
      if ((await post(place.standIn, textOf(phone, QUESTION), served.url)) === 200) log.asked.set(phone, at)
    }
  })()
  const taken = () => messages.filter(({ body }) => isAlert(body)).length
  while (prepared() < members * 0.3) await sleep(2)
  await strike()
  await until(() => taken() > members * 0.5, SETTLE_MS)
  await strike()
  await until(() => taken() > members, SETTLE_MS)
  isOver = true
  await asking
  records.close()
  return async () => {
    note([served, ...workers])
    await Promise.all([...workers, served].map((each) => each.stop()))
  }
}

async function text(place: Standing, phone: string, body: string, url: string): Promise<void> {
  const status = await post(place.standIn, textOf(phone, body), url)
  if (status !== 200) throw new Error(`"${body}" was answered ${status}`)
}

/** The code that the leader was told. */
const codeIn = (messages: Standing['standIn']['messages']): string | undefined =>
  messages.flatMap(({ to, body }) => (to === LEADER ? (/nhan (\d{4})\./.exec(body)?.[1] ?? []) : []))[0]

/** The most memory that a process ever held, bytes; 0 where the system does not tell. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function countsOf({ standIn }: Standing, records: Records, log: Log, members: number): Counts {
  const alerts = standIn.messages.filter(({ to, body }) => isAlert(body) && !body.includes('nhan') && to !== '')
  const [from, to] = [alerts[0]?.createdAt ?? 0, alerts.at(-1)?.createdAt ?? 0]
  const during = standIn.messages.filter(({ createdAt }) => createdAt >= from && createdAt <= to)
  const partsOf = (all: typeof during) => all.reduce((sum, { body }) => sum + smsParts(body), 0)
  /** So much of what the rate allows was sent, of these stretches of time left out. */
  const share = (without: readonly { from: number; to: number }[]) => {
    const left = during.filter(
      ({ createdAt }) => !without.some((down) => createdAt >= down.from && createdAt <= down.to),
    )
    const outMs = without.reduce((sum, down) => sum + Math.max(0, Math.min(down.to, to) - Math.max(down.from, from)), 0)
    return ((partsOf(left) / ((PARTS_PER_SECOND * (to - from - outMs)) / 1000)) * 100).toFixed(1)
  }
  const downMs = log.downs.reduce((sum, down) => sum + down.to - down.from, 0)
  const aroundKills = log.downs.map((down) => ({ from: down.from - 1000, to: down.to + AFTER_KILL_MS }))
  const answers = standIn.messages.filter(({ body, to: phone }) => !isAlert(body) && log.asked.has(phone))
  const waits = answers.map(({ to: phone, createdAt }) => createdAt - (log.asked.get(phone) ?? 0))
  const isUp = (at: number) => !aroundKills.some((down) => at >= down.from && at <= down.to)
  const upWaits = answers.flatMap(({ to: phone, createdAt }) => {
    const at = log.asked.get(phone) ?? 0
    return isUp(at) ? [createdAt - at] : []
  })
  const { missed, doubled } = missedAndDoubled(
    alerts.map((one) => one.to),
    members,
  )
  const ofBroadcast = (condition: string) =>
    records.count(`select count(*) from outbox where broadcast_id is not null and ${condition}`)
  return {
    'members and their leader': members + 1,
    'kill -9': log.kills,
    'alerts the provider took': alerts.length,
    'rows that say it took them': ofBroadcast('external_id is not null'),
    missed,
    doubled,
    'of these not marked': Math.max(0, doubled - ofBroadcast('possible_double')),
    ...comparedCounts(standIn, records),
    'seconds it took': ((to - from) / 1000).toFixed(1),
    'of these nobody delivered': (downMs / 1000).toFixed(1),
    'share of the allowed rate used, %': share([]),
    'share, but around a kill, %': share(aroundKills),
    'questions answered 200 meanwhile': log.asked.size,
    'answers to them': answers.length,
    'answered after, p50 ms': Math.round(percentile(waits, 0.5)),
    'answered after, p95 ms': Math.round(percentile(waits, 0.95)),
    'answered after, p95 ms, but around a kill': Math.round(percentile(upWaits, 0.95)),
    'answered after, slowest ms': Math.round(percentile(waits, 1)),
    'memory of a process, most, MB': Math.round(log.memory / 1024 / 1024),
  }
}
