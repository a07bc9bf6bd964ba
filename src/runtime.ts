import { randomInt } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Hono } from 'hono'
import { uuidv7 } from 'uuidv7'
import type { Channel, Urn } from './channels/channel.ts'
import { nodeFetch } from './channels/node-fetch.ts'
import { ConfigError } from './config/config-error.ts'
import type { Config } from './config.ts'
import { channelsOf, mediaAuthorizations, templatesOf } from './configured-channels.ts'
import type { Delivery } from './delivery/context.ts'
import type { Dispatcher } from './delivery/dispatcher.ts'
import { createEmbeddedDispatcher } from './delivery/embedded.ts'
import { DEMO_OFFICER_PHONE } from './farm/demo.ts'
import type { FarmSettings } from './farm/farm.ts'
import { readKeys } from './key-file.ts'
import { seedInstallation } from './seed.ts'
import { createApp } from './server/app.ts'
import { createEventHandler } from './server/events.ts'
import { farmChores } from './server/farm-chores.ts'
import { createIntake, type IntakeOptions, type IntakeService } from './server/intake.ts'
import { createLog, type Log } from './server/log.ts'
import { createMetrics } from './server/metrics.ts'
import { ensureOfficer } from './server/officer.ts'
import { createPresence } from './server/presence.ts'
import { openProgramSource, type ProgramSource } from './server/program-source.ts'
import { createQuarantine } from './server/quarantine.ts'
import { readyChecks } from './server/ready.ts'
import { createReception } from './server/reception.ts'
import { newScripts, serviceChores } from './server/service-chores.ts'
import { createSetAside } from './server/set-aside.ts'
import { createSimulator } from './server/simulator/routes.ts'
import { createSweeper, ownTalkChores, type Sweeper, talkChores } from './server/sweeper.ts'
import { zaloConsent } from './server/zalo-consent.ts'
import { NO_SPOOL, openSpool, type Spool } from './store/spool.ts'
import { openSqliteStore, type SqliteStore } from './store/sqlite.ts'
import type { Write } from './store/writes.ts'

/** Everything a process runs on, built once and stopped in reverse. */
export interface Runtime {
  config: Config
  log: Log
  store: SqliteStore
  channels: readonly Channel[]
  programs: ProgramSource
  settings: FarmSettings
  intake: IntakeService
  dispatcher: Dispatcher
  sweeper: Sweeper
  app: Hono
  /** Ends answers that would go on for ever: before the server stops. */
  endStreams(): void
  clock(): number
  newId(): string
  stop(): Promise<void>
}

export interface RuntimeOptions {
  config: Config
  log?: Log
  /** Default: the global one for files, Node's own client for providers. */
  fetch?: typeof fetch
  clock?: () => number
  /**
   * Only this address's talk, beside a process that serves: of all that is in the database nothing else is delivered,
   * woken or taken up, and no webhook is kept. Default: everything.
   */
  only?: Urn
  /** Takes no messages: the spool is left to the processes that do. */
  isWorker?: true
}

const PREFIX_CHARACTERS = 16

/** 0 ≤ x < 1 from the system's secure source. */
const secureRandom = (): number => randomInt(2 ** 32) / 2 ** 32

/** Builds everything, from the file up. Throws StoreError where the database can't be opened or written. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, only } = options
  const { saoM2, operator, publicUrl } = config
  const templates = templatesOf(config)
  const base = await openBase(options)
  const { store, spool, programs, log, metrics, clock, newId } = base
  const { channels, tokens } = channelsOf(config, { ...base, templates, fetch: options.fetch ?? nodeFetch })
  const settings = settingsOf(config, channels)
  const { refusal } = settings
  const delivery = { ...base, channels, saoM2, operator, ids: newId, ...(refusal === undefined ? {} : { refusal }) }
  const dispatcher = await dispatcherOf(options, delivery)
  const onCommitted = (writes: readonly Write[]) => dispatcher.wake(writes)
  const smsChannel = channels.find(({ form }) => form === 'sms')?.type ?? 'smsgate'
  const intakeOptions: IntakeOptions = { ...base, settings, smsChannel, onCommitted }
  if (config.officerUrn && !only) await ensureOfficer(intakeOptions, config.officerUrn)
  const intake = createIntake(intakeOptions)
  const handler = createEventHandler({ ...intakeOptions, delivery }, intake)
  const quarantine = createQuarantine(base)
  const setAside = createSetAside(base)
  const onWake = (at: number) => sweeper.wakeAt(at)
  const presence = options.isWorker ? null : createPresence({ store, channels, clock })
  const onLost = () => presence?.lost()
  const reception = createReception({ handler, spool, setAside, quarantine, clock, log, metrics, onWake, onLost })
  const attachments = {
    fetch: options.fetch ?? fetch,
    extraHosts: standInHosts(config),
    authorizations: mediaAuthorizations(config),
  }
  const service = { ...base, reception, quarantine, presence, channels, tokens, attachments, dispatcher }
  const chores = only
    ? [...ownTalkChores(store, intake, only), newScripts(programs)]
    : [...talkChores(store, intake), ...farmChores({ ...base, settings, onCommitted }), ...serviceChores(service)]
  const sweeper = createSweeper(chores, clock, log, dispatcher.leads)
  const simulator = config.isDemo
    ? createSimulator({ ...base, intake, sweeper, saoM2, operator, publicUrl })
    : undefined
  const app = createApp({
    ...{ channels, publicUrl, reception, metrics, log, operator },
    ...(config.zaloVerifier ? { zaloVerifier: config.zaloVerifier } : {}),
    extra: [...(tokens ? [zaloConsent(tokens, log)] : []), ...(simulator ? [simulator.routes] : [])],
    readyChecks: readyChecks({ store, spool, setAside, quarantine, tokens, channels, dispatcher }),
  })
  const stop = stopper({ sweeper, dispatcher, spool, store })
  const endStreams = () => simulator?.close()
  return { ...base, channels, config, settings, intake, dispatcher, sweeper, app, endStreams, stop }
}

/** What all else stands on: files opened, scripts in place. */
async function openBase({ config, only, isWorker, clock = Date.now, ...options }: RuntimeOptions) {
  const log = options.log ?? createLog(config.logLevel)
  const newId = uuidv7
  const store = await openSqliteStore({ file: config.databaseFile, ...readKeys(config), clock })
  const file = join(dirname(config.databaseFile), 'mua.spool')
  const spool = only || isWorker ? NO_SPOOL : await openSpool({ file, keys: store.keys })
  await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
  const programs = await openProgramSource(store.db, clock)
  return { log, clock, newId, store, spool, programs, metrics: createMetrics(), random: secureRandom }
}

/** BullMQ where a Redis is set, loaded only then. One address's talk alone is always sent from here. */
async function dispatcherOf({ config, only }: RuntimeOptions, delivery: Delivery): Promise<Dispatcher> {
  const { leaseMs, redisUrl, pace } = config
  if (only !== undefined) return createEmbeddedDispatcher({ ...delivery, leaseMs, pace, only })
  if (redisUrl === null) return createEmbeddedDispatcher({ ...delivery, leaseMs, pace })
  const { createBullDispatcher } = await import('./delivery/bullmq/dispatcher.ts')
  const { findLastingTrouble, TROUBLES } = await import('./delivery/bullmq/redis.ts')
  const trouble = await findLastingTrouble(redisUrl)
  if (trouble !== null) throw new ConfigError(`REDIS_URL: ${TROUBLES[trouble]}.`)
  // Known to whoever has this installation's keys, and to no other on the same Redis.
  const prefix = `mua:${delivery.store.keys.hash('redis').slice(0, PREFIX_CHARACTERS)}`
  return createBullDispatcher({ ...delivery, leaseMs, pace, redisUrl, prefix })
}

const settingsOf = (config: Config, channels: readonly Channel[]): FarmSettings => ({
  saoM2: config.saoM2,
  operator: config.operator,
  ...(config.refusal === null ? {} : { refusal: config.refusal }),
  officerUrn: config.officerUrn ?? (config.isDemo ? `tel:${DEMO_OFFICER_PHONE}` : null),
  isProduction: config.isProduction,
  canText: channels.some(({ type, form }) => form === 'sms' && (config.isDemo || type !== 'simulator')),
})

/** Where a provider's base is replaced by a stand-in's, files come from there too. */
const standInHosts = (config: Config): string[] =>
  [config.twilio?.apiUrl, config.zalo?.apiUrl, config.zaloBot?.apiUrl].flatMap((base) =>
    base ? [new URL(base).host] : [],
  )

function stopper(parts: {
  sweeper: Sweeper
  dispatcher: Dispatcher
  spool: Spool
  store: SqliteStore
}): () => Promise<void> {
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await parts.sweeper.stop()
    await parts.dispatcher.stop()
    await parts.spool.close()
    await parts.store.close()
  }
  return () => (stopping ??= stop())
}
