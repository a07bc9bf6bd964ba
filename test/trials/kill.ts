import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { seeded } from '../seeded.ts'
import type { TwilioStandIn } from '../stand-ins/twilio.ts'
import { phoneOf, post, type Text, textOf } from './farmers.ts'
import { countBy, isQuiet, openRecords, type Records, until } from './records.ts'
import { databaseOf, KEY, start } from './served.ts'
import { countSyncs } from './syncs.ts'
import { type Counts, type Standing, type Trial, withPlace } from './trial.ts'

const KILLS = 200
const FARMERS = 200
/** Each text tells a harvest of its own: of these crops, in turn, every figure that no question is asked about. */
const CROPS = [
  { word: 'ngo', crop: 'maize' },
  { word: 'san', crop: 'cassava' },
  { word: 'lac', crop: 'peanut' },
] as const
const FIRST_KG = 100
const LAST_KG = 9_999
const CONNECTIONS = 8
/** A process is killed at a random moment up to so long after it listens… */
const LIFE_MS = 1500
/** …or, one in ten, up to so long after its start, which may be before. */
const EARLY = 0.1
const START_MS = 1000
/** Between two texts of one connection, at most. */
const PAUSE_MS = 30
/** The stand-in answers so late, at most: kills fall between its taking a message and our hearing of it. */
const ANSWER_MS = 60
/** A lease runs out after 30 s, and a look or two comes after. */
const SETTLE_MS = 180_000
const SYNCED_TEXTS = 20

/** What was sent, and what came of it. */
interface Log {
  texts: Text[]
  answered: Set<string>
  kills: number
  killsBeforeListening: number
  startsMs: number[]
  failures: unknown[]
}

export interface KillOptions {
  /** A message shows in the provider's list only so long after it was taken. */
  listLagMs: number
  /** Moves the leases of killed processes into the past instead of waiting for them to run out. */
  isAged: boolean
  /** MUA_LEASE_MS. A lease longer than the lag hides it: what is looked for is in the list by then. */
  leaseMs?: number
}

/** `kill -9` at random moments under load; every text answered 200 must have its effect and its reply, none twice. */
export const killTrial =
  ({ listLagMs, isAged, leaseMs }: KillOptions): Trial =>
  ({ seed, rounds = KILLS }) => {
    const random = seeded(seed)
    const standIn = { listLagMs, answerAfterMs: () => random() * ANSWER_MS }
    const env = leaseMs === undefined ? {} : { MUA_LEASE_MS: String(leaseMs) }
    return withPlace({ farmers: FARMERS, standIn, env }, async (place) => {
      const log = newLog()
      await killUnderLoad(place, rounds, random, log)
      const records = openRecords(place.dir)
      if (isAged) records.count('update outbox set lease_until = lease_until - 60000 where lease_until > 0 returning 1')
      const last = await start(place).ready
      const isSettled = await until(() => isQuiet(records), SETTLE_MS)
      const exit = await last.stop()
      const counts: Counts = {
        ...sentCounts(log),
        ...effectCounts(log, records),
        ...replyCounts(log, place.standIn, records),
        settled: isSettled ? 'yes' : 'no',
        'exit code': exit ?? -1,
        'PRAGMA synchronous': await synchronousOf(place.dir),
        ...(await countSyncs(place, SYNCED_TEXTS)),
      }
      records.close()
      return counts
    })
  }

async function killUnderLoad(place: Standing, rounds: number, random: () => number, log: Log): Promise<void> {
  let url: string | null = null
  let isOver = false
  /** Posts until it is answered, or given up: what got no answer is redelivered half of the time, to the next process. */
  const deliver = async (text: Text): Promise<void> => {
    while (!isOver) {
      if (url === null) {
        await sleep(5)
        continue
      }
      const status = await post(place.standIn, text, url)
      if (status === 200) log.answered.add(text.sid)
      if (status === 200 || random() < 0.5) return
    }
  }
  const connection = async (): Promise<void> => {
    while (!isOver) {
      const text = textOf(phoneOf(Math.floor(random() * FARMERS)), `bc ${harvest(log.texts.length)} kg`)
      log.texts.push(text)
      await deliver(text)
      await sleep(random() * PAUSE_MS)
    }
  }
  const connections = Promise.all(Array.from({ length: CONNECTIONS }, connection))
  for (let round = 0; round < rounds; round++) {
    const starting = start(place)
    starting.ready.then(
      (served) => {
        url = served.url
        log.startsMs.push(served.startMs)
      },
      (error) => void log.failures.push(error),
    )
    const isEarly = random() < EARLY
    if (!isEarly) await starting.ready
    await sleep(random() * (isEarly ? START_MS : LIFE_MS))
    await starting.kill()
    log.kills += 1
    if (url === null) log.killsBeforeListening += 1
    url = null
  }
  isOver = true
  await connections
}

export const newLog = (): Log => ({
  texts: [],
  answered: new Set(),
  kills: 0,
  killsBeforeListening: 0,
  startsMs: [],
  failures: [],
})

const sentCounts = ({ texts, answered, kills, killsBeforeListening, startsMs, failures }: Log): Counts => ({
  'kill -9': kills,
  'of these before it listened': killsBeforeListening,
  'starts that failed': failures.length,
  'slowest start, ms': Math.round(Math.max(...startsMs)),
  'texts sent': texts.length,
  'texts answered 200': answered.size,
})

/** Crop and kg of the text so sent, from 0. */
export function harvest(index: number): string {
  const each = LAST_KG - FIRST_KG + 1
  const crop = CROPS[Math.floor(index / each)]
  if (crop === undefined) throw new Error(`${index} texts: there are no figures left to tell them apart`)
  return `${crop.word} ${FIRST_KG + (index % each)}`
}

/** What the effect and the reply of a text bear, as they bear it. */
const harvestOf = ({ body }: Text): string => body.split(' ').slice(1, 3).join(' ')

export function effectCounts({ texts, answered }: Log, records: Records): Counts {
  const rows = records.all<{ crop: string; kg: number }>('select crop, quantity_kg as kg from yields')
  const kept = countBy(rows.map(({ crop, kg }) => `${CROPS.find((each) => each.crop === crop)?.word} ${kg}`))
  const effects = (text: Text) => kept.get(harvestOf(text)) ?? 0
  return {
    'answered 200 without effect': texts.filter((text) => answered.has(text.sid) && effects(text) === 0).length,
    'effects twice': texts.filter((text) => effects(text) > 1).length,
    'not answered, yet in effect': texts.filter((text) => !answered.has(text.sid) && effects(text) > 0).length,
  }
}

export function replyCounts({ texts, answered }: Log, standIn: TwilioStandIn, records: Records): Counts {
  const sent = countBy(standIn.messages.map(({ body }) => said(body)))
  const replies = (text: Text) => sent.get(harvestOf(text)) ?? 0
  return {
    'answered 200 without reply': texts.filter((text) => answered.has(text.sid) && replies(text) === 0).length,
    'replies sent twice': texts.filter((text) => replies(text) > 1).length,
    'replies out of order': outOfOrder(standIn, records),
    'looks that the lag hid a message from': standIn.hiddenCount(),
    'looked up after a kill': records.count('select count(*) from outbox where fence > 1'),
    'marked possibly double': records.count('select count(*) from outbox where possible_double'),
    'not wired': records.count(`select count(*) from outbox where status <> 'wired'`),
  }
}

function said(body: string): string {
  const [, word, kg = ''] = /(ngo|san|lac) ([\d.]+) kg/.exec(body) ?? []
  return `${word} ${kg.replaceAll('.', '')}`
}

/** Farmers whose replies did not come in the order of their effects. */
function outOfOrder(standIn: TwilioStandIn, records: Records): number {
  const wanted = Map.groupBy(
    records.all<{ urn: string; text: string }>('select urn_id as urn, text from outbox order by rowid'),
    ({ urn }) => urn,
  )
  const came = Map.groupBy(standIn.messages, ({ to }) => to)
  const sequences = new Set([...came.values()].map((list) => [...new Set(list.map(({ body }) => body))].join('\n')))
  return [...wanted.values()].filter((list) => !sequences.has(list.map(({ text }) => text).join('\n'))).length
}

async function synchronousOf(dir: string): Promise<number> {
  const store = await openSqliteStore({ file: databaseOf(dir), key: KEY })
  const level = Number(store.client.pragma('synchronous', { simple: true }))
  await store.close()
  return level
}
