import type { Channel, ChannelEvent } from '../channels/channel.ts'
import type { FarmSettings } from '../farm/farm.ts'
import { waitingOf } from '../store/queries/messages.ts'
import { loadUrn } from '../store/queries/people.ts'
import type { Store } from '../store/store.ts'
import { type Row, update, type Write } from '../store/writes.ts'
import { type Known, knowUrn, withPerson } from './known-urn.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { ProgramSource } from './program-source.ts'
import { serialByKey } from './serial.ts'
import { turnWrites } from './turn-writes.ts'
import { asUnavailable } from './unavailable.ts'
import { keepWaiting, postpone } from './waiting.ts'

/** A turn that needs longer is given up: the message waits. */
const TURN_MS = 1000
/** How often a turn is taken again when something it rested on has changed meanwhile. */
const MAX_CONFLICTS = 3
/** When a failed turn without a message is tried again. */
const FAILED_WAKE_MS = 10 * 60_000

export type Message = Extract<ChannelEvent, { type: 'message' }>

/** What became of a message. All but `unavailable` are on disk. */
export type Intake =
  | { type: 'taken'; wakeAt: number | null }
  | { type: 'duplicate' }
  | { type: 'waiting' }
  | { type: 'unavailable'; reason: string }

export interface IntakeOptions {
  store: Store
  programs: ProgramSource
  settings: FarmSettings
  /** The channel that a phone number is written to first: it has not written to us yet. */
  smsChannel: Channel['type']
  clock(): number
  newId(): string
  random(): number
  log: Log
  metrics: Metrics
  /** Told after a commit that may have put something into the outbox. */
  onCommitted?(writes: readonly Write[]): void
}

export interface IntakeService {
  /** A message from a provider: resolves when it is on disk, or can't be. */
  receive(channel: Channel['type'], message: Message): Promise<Intake>
  /** The turn of a message that waited. */
  retake(message: Row<'messages'>): Promise<Intake>
  /** A turn that time alone asks for. */
  wake(urnId: string): Promise<Intake>
}

export function createIntake(options: IntakeOptions): IntakeService {
  const { store, log, metrics } = options
  const serial = serialByKey()

  return {
    receive: (channel, message) =>
      serial(message.from, async () => {
        const known = await knowUrn(options, channel, message.from)
        if ((await waitingOf(store.db, known.urn.id)).length > 0)
          return keepWaiting(options, channel, message, known, null)
        return attempt(options, { known, channel, message, row: null })
      }).catch(asUnavailable),
    retake: (row) =>
      withUrn(row.urnId, async (known) => {
        const [first] = await waitingOf(store.db, row.urnId)
        if (first?.id !== row.id) return { type: 'duplicate' }
        return attempt(options, { known, channel: row.channel, message: null, row })
      }),
    wake: (urnId) =>
      withUrn(urnId, (known) => attempt(options, { known, channel: known.urn.channel, message: null, row: null })),
  }

  async function withUrn(urnId: string, task: (known: Known) => Promise<Intake>): Promise<Intake> {
    const take = async (): Promise<Intake> => {
      const known = await loadUrn(store.db, urnId)
      if (!known) return GONE
      return serial(store.keys.open(known.urn.address), async () => {
        const fresh = await loadUrn(store.db, urnId)
        return fresh ? task(withPerson(options, fresh.urn, fresh.people)) : GONE
      })
    }
    return take().catch((error: unknown) => {
      log.error({ urnId, error: String(error) }, 'turn failed')
      metrics.count('mua_turn_errors_total')
      return WAITING
    })
  }
}

const GONE: Intake = { type: 'duplicate' }
const WAITING: Intake = { type: 'waiting' }

/** What one turn is about. */
export interface Attempt {
  known: Known
  channel: string
  /** A fresh message; or else a row that waited, or neither: time. */
  message: Message | null
  row: Row<'messages'> | null
}

async function attempt(options: IntakeOptions, it: Attempt): Promise<Intake> {
  const { store, log, metrics } = options
  for (let tries = 0; tries < MAX_CONFLICTS; tries++) {
    let writes: Write[]
    let wakeAt: number | null
    try {
      ;({ writes, wakeAt } = await withinMs(TURN_MS, turnWrites(options, it)))
    } catch (error) {
      log.error({ urnId: it.known.urn.id, error: String(error) }, 'turn failed')
      metrics.count('mua_turn_errors_total')
      return waits(options, it, 'script_error')
    }
    const claim = it.message ? { channel: it.channel, externalId: it.message.externalId } : undefined
    const result = await store.commit({ ...(claim ? { claim } : {}), writes })
    if (result.type === 'committed') {
      options.onCommitted?.(writes)
      return { type: 'taken', wakeAt }
    }
    if (result.type === 'duplicate') return result
    if (result.type === 'unavailable') return result
    metrics.count('mua_turn_conflicts_total')
    if (result.type === 'refused') log.error({ urnId: it.known.urn.id, reason: result.reason }, 'commit refused')
    const again = await knowAgain(options, it)
    if (!again) return GONE
    it.known = again
  }
  return waits(options, it, 'conflict')
}

async function knowAgain(options: IntakeOptions, it: Attempt): Promise<Known | undefined> {
  if (it.message) return knowUrn(options, it.channel, it.message.from)
  const found = await loadUrn(options.store.db, it.known.urn.id)
  return found && withPerson(options, found.urn, found.people)
}

const waits = (options: IntakeOptions, it: Attempt, code: string): Promise<Intake> =>
  it.message
    ? keepWaiting(options, it.channel, it.message, it.known, code)
    : it.row
      ? postpone(options, it.row, code)
      : sleepOn(options, it.known)

/** A turn that time asked for and that fails is asked for again later: it must not hold up those of others. */
async function sleepOn({ store, clock }: IntakeOptions, { urn }: Known): Promise<Intake> {
  const result = await store.commit({
    writes: [update('sessions', { urnId: urn.id }, { wakeAt: clock() + FAILED_WAKE_MS })],
  })
  return result.type === 'unavailable' ? result : WAITING
}

async function withinMs<T>(ms: number, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the turn took over ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([task, late])
  } finally {
    clearTimeout(timer)
  }
}
