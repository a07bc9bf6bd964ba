import { randomBytes } from 'node:crypto'
import { isAlertAdvertising } from '../conversation/advertising.ts'
import type { Program } from '../conversation/types.ts'
import { continueBroadcasts } from '../farm/alerts/send.ts'
import { nextExpiry } from '../farm/expire-approvals.ts'
import type { FarmSettings } from '../farm/farm.ts'
import { planReminders } from '../farm/trainings/plan.ts'
import { createIntake, type IntakeService } from '../server/intake.ts'
import { createMetrics } from '../server/metrics.ts'
import type { ProgramSource } from '../server/program-source.ts'
import { KEY_BYTES } from '../store/crypto.ts'
import { openSqliteStore, type SqliteStore } from '../store/sqlite.ts'

/** Where a flow's own tests are played: the real intake on a database in memory, a clock of its own, ids that count. */
export interface Stage {
  store: SqliteStore
  intake: IntakeService
  program: Program
  settings: FarmSettings
  now(): number
  pass(ms: number): void
  /** What the service does by itself now. */
  sweep(): Promise<void>
  newId(): string
  /** The next codes come out of here. */
  random(): number
}

const QUIET_LOG = { info: () => undefined, warn: () => undefined, error: () => undefined }

const TEST_OPERATOR = 'HTX Mường Vi'

export async function openStage(program: Program, startsAt: number): Promise<Stage> {
  let now = startsAt
  let ids = 0
  const store = await openSqliteStore({ file: ':memory:', key: randomBytes(KEY_BYTES) })
  const settings: FarmSettings = {
    saoM2: 360,
    operator: TEST_OPERATOR,
    officerUrn: 'tel:+84912000001',
    isProduction: false,
  }
  // Version 7, as everywhere, so that order by id is order by time.
  const newId = () => `0190${String(++ids).padStart(4, '0')}-0000-7000-8000-${String(ids).padStart(12, '0')}`
  const programs: ProgramSource = {
    current: program,
    byRevision: () => program,
    refresh: async () => false,
    endTalksSince: () => false,
  }
  const random = () => 0.4172
  const intake = createIntake({
    store,
    programs,
    settings,
    smsChannel: 'simulator',
    clock: () => now,
    newId,
    random,
    log: QUIET_LOG,
    metrics: createMetrics(),
  })
  const pass = (ms: number) => {
    now += ms
  }
  const sweep = async () => {
    const isAdvertising = isAlertAdvertising(program)
    const context = { newId, revision: program.revision, rules: program.sending, isAdvertising }
    const expiry = await nextExpiry(store.db, now, context)
    if (expiry) await store.commit({ writes: [expiry.closed, ...expiry.effects] })
    for (const plan of [planReminders, continueBroadcasts]) {
      const writes = await plan(store.db, now, context)
      if (writes.length > 0) await store.commit({ writes })
    }
  }
  return { sweep, store, intake, program, settings, now: () => now, pass, newId, random }
}
