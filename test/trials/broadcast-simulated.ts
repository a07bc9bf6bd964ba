import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { Channel, Lookup, OutboundMessage } from '../../src/channels/channel.ts'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import { smsParts } from '../../src/conversation/parts.ts'
import type { Program } from '../../src/conversation/types.ts'
import { createEmbeddedDispatcher } from '../../src/delivery/embedded.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import { farmChores } from '../../src/server/farm-chores.ts'
import { createIntake, type Message } from '../../src/server/intake.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createSweeper, talkChores } from '../../src/server/sweeper.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { seeded } from '../seeded.ts'
import { ALERT, addCooperative, isAlert, LEADER, missedAndDoubled, percentile, QUESTION } from './cooperative.ts'
import { phoneOf } from './farmers.ts'
import { KEY } from './served.ts'
import { type SimulatedTime, simulateTime } from './simulated-time.ts'
import type { Counts, Trial } from './trial.ts'

const MEMBERS = 57_000
const PARTS_PER_SECOND = 30
/** 09:00 on a Monday in Vietnam. */
const STARTS_AT = Date.UTC(2026, 10, 23, 2)
/** The provider answers after so long, at most. */
const ANSWER_MS = 400
/** Between two questions of members, at most. */
const ASK_MS = 4000
/** What the codes of this trial come out as. */
const [CODE_CHANCE, CODE] = [0.4172, '4172']

interface Taken {
  message: OutboundMessage
  externalId: string
  at: number
}
/** A provider in simulated time. It keeps what it took, and shows it. */
interface Provider extends Channel {
  taken: Taken[]
}

function openProvider(time: SimulatedTime, random: () => number): Provider {
  const taken: Taken[] = []
  const find = ({ id }: OutboundMessage): Lookup => {
    const found = taken.find(({ message }) => message.id === id)
    return found ? { type: 'found', externalId: found.externalId } : { type: 'absent' }
  }
  return {
    ...{ type: 'twilio', form: 'sms', scheme: 'tel', routes: [], taken },
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: async () => ({ type: 'accepted', events: [] }),
    async send(message) {
      const externalId = `SM${taken.length}`
      taken.push({ message, externalId, at: time.now() })
      await time.sleep(random() * ANSWER_MS)
      return { type: 'wired', externalId }
    },
    findSent: async (message) => find(message),
  }
}

function loadScripts(): Program {
  const { program } = loadProgram(readScriptFiles('.'), 'trial', REGISTRY)
  if (!program) throw new Error('the scripts do not load')
  return program
}

interface Place {
  store: SqliteStore
  program: Program
  provider: Provider
  time: SimulatedTime
  random: () => number
}

const LOG = { info: () => undefined, warn: () => undefined, error: (...of: unknown[]) => console.error(...of) }

/** One process: it takes messages, delivers and sweeps, until it is killed. */
function startProcess({ store, program, provider, time, random }: Place) {
  const programs = {
    ...{ current: program, byRevision: () => program },
    ...{ refresh: async () => false, endTalksSince: () => false },
  }
  const settings = { saoM2: 360, operator: 'HTX', officerUrn: null, isProduction: false }
  const base = {
    store,
    programs,
    settings,
    clock: time.now,
    log: LOG,
    metrics: createMetrics(),
    operator: 'HTX',
    saoM2: 360,
  }
  const dispatcher = createEmbeddedDispatcher({
    ...base,
    ...{ channels: [provider], ids: uuidv7, random, sleep: time.sleep, pace: { twilio: PARTS_PER_SECOND }, graceMs: 0 },
  })
  const onCommitted = () => dispatcher.wake()
  const intake = createIntake({
    ...base,
    ...{ smsChannel: 'twilio', newId: uuidv7, random: () => CODE_CHANCE, onCommitted },
  })
  const chores = [...talkChores(store, intake), ...farmChores({ ...base, newId: uuidv7, onCommitted })]
  const sweeper = createSweeper(chores, time.now, LOG)
  dispatcher.start()
  sweeper.start()
  return {
    intake,
    /** Nothing is waited for, and nothing under way is written any more. */
    kill: () => Promise.all([sweeper.stop(), dispatcher.stop()]),
  }
}

/**
 * A broadcast to a whole cooperative, at the rate of one account, in simulated time, while members ask and are answered; the process dies in the middle
 * of preparing and in the middle of sending. `rounds`: members.
 */
export const simulatedBroadcast: Trial = async ({ seed, rounds: members = MEMBERS }) => {
  const random = seeded(seed)
  const dir = mkdtempSync(join(tmpdir(), 'mua-trial-'))
  const program = loadScripts()
  const store = await openSqliteStore({ file: join(dir, 'mua.db'), key: KEY })
  // No power is cut here, and time stands still for a sync.
  store.client.pragma('synchronous = off')
  await addCooperative(store, members, STARTS_AT - 1000)
  const time = simulateTime(STARTS_AT)
  try {
    const noticed = { ...store, commit: noticing(store, time) }
    return await broadcast({ store: noticed, program, provider: openProvider(time, random), time, random }, members)
  } finally {
    time.end()
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

const noticing =
  (store: SqliteStore, time: SimulatedTime): SqliteStore['commit'] =>
  async (...args) => {
    time.notice()
    const result = await store.commit(...args)
    time.notice()
    return result
  }

async function broadcast(place: Place, members: number): Promise<Counts> {
  const { time, provider, random, store } = place
  let running = startProcess(place)
  let serial = 0
  let slowestTurnMs = 0
  let memory = 0
  const texted = async (phone: string, text: string): Promise<void> => {
    const startedAt = performance.now()
    const externalId = `in-${++serial}`
    const message: Message = { type: 'message', externalId, from: `tel:${phone}`, text, attachments: [] }
    const { type } = await time.during(running.intake.receive('twilio', message))
    if (type !== 'taken') throw new Error(`"${text}" is ${type}`)
    slowestTurnMs = Math.max(slowestTurnMs, performance.now() - startedAt)
  }
  await texted(LEADER, ALERT)
  await time.during(time.sleep(5000))
  await texted(LEADER, CODE)

  const alerts = () => provider.taken.filter(({ message }) => isAlert(message.text) && message.isReply === undefined)
  const prepared = () => Number(store.client.prepare('select prepared from broadcasts').pluck().get())
  const kills = [() => prepared() > members * 0.5, () => provider.taken.length > members * 0.5]
  const asked = new Map<string, number>()
  let killed = 0
  const isDone = () => Number(store.client.prepare(OPEN).pluck().get()) === 0
  while (!isDone()) {
    const until = time.now() + random() * ASK_MS
    await time.runUntil(() => time.now() >= until || kills[killed]?.() === true)
    memory = Math.max(memory, process.memoryUsage.rss())
    if (kills[killed]?.()) {
      killed += 1
      await time.during(running.kill())
      running = startProcess(place)
    }
    const phone = phoneOf(Math.floor(random() * members))
    if (asked.has(phone)) continue
    asked.set(phone, time.now())
    await texted(phone, QUESTION)
  }
  await time.during(running.kill())

  const sent = alerts()
  const [first, last] = [sent[0]?.at ?? 0, sent.at(-1)?.at ?? 0]
  const during = provider.taken.filter(({ at }) => at >= first && at <= last)
  const parts = during.reduce((sum, { message }) => sum + smsParts(message.text), 0)
  const replies = provider.taken.filter(({ message }) => message.isReply && asked.has(message.to.slice(4)))
  const waits = replies.map(({ message, at }) => at - (asked.get(message.to.slice(4)) ?? 0))
  const { missed, doubled } = missedAndDoubled(
    sent.map(({ message }) => message.to.slice(4)),
    members,
  )
  return {
    'members and their leader': members + 1,
    'processes killed': killed,
    'alerts the provider took': sent.length,
    missed,
    doubled,
    'rows that say it took them': Number(store.client.prepare(WIRED).pluck().get()),
    uncertain: Number(store.client.prepare(UNCERTAIN).pluck().get()),
    'minutes it took, simulated': ((last - first) / 60_000).toFixed(1),
    'share of the allowed rate used, %': ((parts / ((PARTS_PER_SECOND * (last - first)) / 1000)) * 100).toFixed(1),
    'questions meanwhile': asked.size,
    'answers to them': replies.length,
    'answered after, p50 ms, simulated': Math.round(percentile(waits, 0.5)),
    'answered after, p95 ms, simulated': Math.round(percentile(waits, 0.95)),
    'answered after, slowest ms, simulated': Math.round(percentile(waits, 1)),
    'slowest turn, ms, real': Math.round(slowestTurnMs),
    'memory, most, MB': Math.round(memory / 1024 / 1024),
  }
}

const OPEN = `select (select count(*) from outbox where status in ('queued', 'errored'))
  + (select count(*) from broadcasts where status = 'sending')`
const WIRED = `select count(*) from outbox where broadcast_id is not null and status = 'wired'`
const UNCERTAIN = `select count(*) from outbox where broadcast_id is not null and status = 'uncertain'`
