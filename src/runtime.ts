import { randomInt } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Hono } from 'hono'
import { uuidv7 } from 'uuidv7'
import type { Channel } from './channels/channel.ts'
import { nodeFetch } from './channels/node-fetch.ts'
import type { Fetch } from './channels/provider-call.ts'
import { createSimulatorChannel } from './channels/simulator/simulator.ts'
import { createSmsgateChannel } from './channels/smsgate/channel.ts'
import { createTwilioChannel } from './channels/twilio/channel.ts'
import { createNodeSignatureCheck } from './channels/twilio/signature-node.ts'
import { createZaloChannel } from './channels/zalo/channel.ts'
import { createTokenSource, type TokenSource } from './channels/zalo/tokens.ts'
import type { Config } from './config.ts'
import type { Delivery } from './delivery/context.ts'
import { createDispatcher, type Dispatcher } from './delivery/dispatcher.ts'
import { DEMO_OFFICER_PHONE } from './farm/demo.ts'
import type { FarmSettings } from './farm/farm.ts'
import { readKeys } from './key-file.ts'
import { seedInstallation } from './seed.ts'
import { createApp } from './server/app.ts'
import { fetchAttachments } from './server/attachments.ts'
import { createEventHandler } from './server/events.ts'
import { farmChores } from './server/farm-chores.ts'
import { createIntake, type IntakeService } from './server/intake.ts'
import { createLog, type Log } from './server/log.ts'
import { createMetrics } from './server/metrics.ts'
import { ensureOfficer } from './server/officer.ts'
import { openProgramSource, type ProgramSource } from './server/program-source.ts'
import { createQuarantine } from './server/quarantine.ts'
import { createReception } from './server/reception.ts'
import { createSetAside } from './server/set-aside.ts'
import { createSimulator } from './server/simulator/routes.ts'
import { createSweeper, type Sweeper, talkChores } from './server/sweeper.ts'
import { zaloConsent } from './server/zalo-consent.ts'
import { createTokenStorage } from './server/zalo-token-storage.ts'
import { channelOfMessage } from './store/queries/attachments.ts'
import { countWaiting } from './store/queries/messages.ts'
import { nextDueAt } from './store/queries/outbox.ts'
import { openSpool, type Spool } from './store/spool.ts'
import { openSqliteStore, type SqliteStore } from './store/sqlite.ts'

/** Everything a process runs on, built once and stopped in reverse. */
export interface Runtime {
  config: Config
  log: Log
  store: SqliteStore
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
}

/** 0 ≤ x < 1 from the system's secure source. */
const secureRandom = (): number => randomInt(2 ** 32) / 2 ** 32

export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, clock = Date.now } = options
  const log = options.log ?? createLog(config.logLevel)
  const newId = uuidv7
  const store = await openSqliteStore({ file: config.databaseFile, ...readKeys(config), clock })
  const spool = await openSpool({ file: join(dirname(config.databaseFile), 'mua.spool'), keys: store.keys })
  await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
  const programs = await openProgramSource(store.db, clock)
  const metrics = createMetrics()
  const { channels, tokens } = channelsOf(config, {
    store,
    fetch: options.fetch ?? nodeFetch,
    log,
    clock,
    newId,
  })
  const settings: FarmSettings = {
    saoM2: config.saoM2,
    operator: config.operator,
    officerUrn: config.officerUrn ?? (config.isDemo ? `tel:${DEMO_OFFICER_PHONE}` : null),
    isProduction: config.isProduction,
    canText: channels.some(({ type, scheme }) => scheme === 'tel' && (config.isDemo || type !== 'simulator')),
  }
  const { saoM2, operator } = config
  const delivery: Delivery = {
    store,
    channels,
    programs,
    saoM2,
    operator,
    clock,
    ids: newId,
    random: secureRandom,
    log,
    metrics,
  }
  const dispatcher = createDispatcher({ ...delivery, leaseMs: config.leaseMs })
  const intakeOptions = {
    store,
    programs,
    settings,
    smsChannel: channels.find(({ scheme }) => scheme === 'tel')?.type ?? ('smsgate' as const),
    clock,
    newId,
    random: secureRandom,
    log,
    metrics,
    onCommitted: () => dispatcher.wake(),
  }
  if (config.officerUrn) await ensureOfficer(intakeOptions, config.officerUrn)
  const intake = createIntake(intakeOptions)
  const handler = createEventHandler({ ...intakeOptions, delivery }, intake)
  const quarantine = createQuarantine({ store, clock, newId, log, metrics })
  const setAside = createSetAside({ store, clock, newId, log, metrics })
  const onWake = (at: number) => sweeper.wakeAt(at)
  const reception = createReception({ handler, spool, setAside, quarantine, log, metrics, onWake })
  const giveOn = async (channel: Channel, request: Parameters<Channel['receive']>[0]) =>
    (await reception.take(channel, request)).type === 'kept'
  const sweeper = createSweeper(
    [
      ...talkChores(store, intake),
      ...farmChores({ store, programs, newId, onCommitted: () => dispatcher.wake() }),
      { name: 'drain-spool', isOwn: true, everyMs: 1000, run: () => reception.drain() },
      { name: 'retry-set-aside', everyMs: 60 * 60_000, run: () => reception.retrySetAside() },
      {
        name: 'tell-figures',
        isOwn: true,
        everyMs: 5000,
        run: async (now) => {
          const dueAt = await nextDueAt(store.db)
          metrics.gauge('mua_waiting', await countWaiting(store.db))
          metrics.gauge('mua_spool_waiting', spool.pending)
          metrics.gauge('mua_outbox_late_seconds', dueAt === null ? 0 : Math.max(0, now - dueAt) / 1000)
        },
      },
      { name: 'new-scripts', isOwn: true, everyMs: 1000, run: async () => void (await programs.refresh()) },
      {
        name: 'fetch-attachments',
        everyMs: 1000,
        run: () =>
          fetchAttachments({
            store,
            fetch: options.fetch ?? fetch,
            clock,
            log,
            extraHosts: standInHosts(config),
            channelOf: (id) => channelOfMessage(store.db, id),
          }),
      },
      ...(tokens ? [{ name: 'renew-tokens', everyMs: 60_000, run: async () => void (await tokens.current()) }] : []),
      { name: 'review-quarantine', everyMs: 60_000, run: () => quarantine.review(channels, giveOn) },
    ],
    clock,
    log,
  )
  const page = { store, intake, sweeper, programs, saoM2, operator, clock, newId, log, publicUrl: config.publicUrl }
  const simulator = config.isDemo ? createSimulator(page) : undefined
  const app = createApp({
    channels,
    publicUrl: config.publicUrl,
    reception,
    metrics,
    log,
    operator,
    ...(config.zaloVerifier ? { zaloVerifier: config.zaloVerifier } : {}),
    extra: [...(tokens ? [zaloConsent(tokens, log)] : []), ...(simulator ? [simulator.routes] : [])],
    readyChecks: {
      database: async () => ((await store.isWritable()) ? null : { code: 'not_writable', isWarning: false }),
      spool: async () => (spool.pending === 0 ? null : { code: `${spool.pending} waiting`, isWarning: true }),
      setAside: async () => {
        const count = await setAside.count()
        return count === 0 ? null : { code: `${count} not handled`, isWarning: true }
      },
      quarantine: async () => {
        const { kept, dropped } = await quarantine.count()
        const code = `${kept} with a wrong signature${dropped > 0 ? `, ${dropped} dropped` : ''}`
        return kept + dropped === 0 ? null : { code, isWarning: true }
      },
    },
  })
  const stop = stopper({ sweeper, dispatcher, spool, store })
  const endStreams = () => simulator?.close()
  const outer = { app, endStreams, stop }
  return { config, log, store, programs, settings, intake, dispatcher, sweeper, clock, newId, ...outer }
}

/** Where a provider's base is replaced by a stand-in's, files come from there too. */
const standInHosts = (config: Config): string[] =>
  [config.twilio?.apiUrl, config.zalo?.apiUrl].flatMap((base) => (base ? [new URL(base).host] : []))

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

interface ChannelParts {
  store: SqliteStore
  fetch: Fetch
  log: Log
  clock: () => number
  newId: () => string
}

/** Every channel the environment configures, and outside production the simulator; with the source of Zalo's tokens, where there is one. */
function channelsOf(config: Config, parts: ChannelParts): { channels: Channel[]; tokens?: TokenSource } {
  const { store, fetch: send, log, clock, newId } = parts
  const channels: Channel[] = []
  let tokens: TokenSource | undefined
  if (config.smsgate) channels.push(createSmsgateChannel({ config: config.smsgate, fetch: send, log, now: clock }))
  if (config.twilio) {
    const check = createNodeSignatureCheck(config.twilio.authToken)
    channels.push(createTwilioChannel({ config: config.twilio, fetch: send, log, check }))
  }
  if (config.zalo) {
    const api = { config: config.zalo, fetch: send, log, now: clock }
    const storage = createTokenStorage(store, `zalo ${config.zalo.oaId}`, clock)
    tokens = createTokenSource({ api, storage, hash: store.keys.hash, makeNonce: newId })
    channels.push(createZaloChannel({ api, tokens }))
  }
  if (!config.isProduction) channels.push(createSimulatorChannel('sms'), createSimulatorChannel('zalo'))
  return tokens ? { channels, tokens } : { channels }
}
