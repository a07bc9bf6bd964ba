import { isAlertAdvertising } from '../conversation/advertising.ts'
import { planAbuseNotices } from '../farm/abuse-notices.ts'
import { continueBroadcasts } from '../farm/alerts/send.ts'
import { budgetNotices, releaseHeld } from '../farm/budget/notices.ts'
import { type Expiry, nextExpiry } from '../farm/expire-approvals.ts'
import type { FarmSettings } from '../farm/farm.ts'
import { forgetPhoneCodes } from '../farm/phone-code-count.ts'
import { planReminders } from '../farm/trainings/plan.ts'
import { findUrn } from '../store/queries/people.ts'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/writes.ts'
import type { Log } from './log.ts'
import type { ProgramSource } from './program-source.ts'
import type { Chore } from './sweeper.ts'

export interface FarmChoreOptions {
  store: Store
  programs: ProgramSource
  settings: Pick<FarmSettings, 'officerUrn'>
  newId(): string
  log: Log
  /** Told after a commit that put something into the outbox. */
  onCommitted(writes: readonly Write[]): void
}

/** Rounds one chore may write at a time: 20,000 rows; the rest follows at the next beat. */
const MAX_ROUNDS = 40

/** What the service starts by itself, planned into the outbox. Each planner is safe to repeat and ends by giving nothing. */
export function farmChores(options: FarmChoreOptions): Chore[] {
  const { store, programs, settings, newId, onCommitted } = options
  const planned = async (plan: () => Promise<Write[]>) => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const writes = await plan()
      if (writes.length === 0) return
      const result = await store.commit({ writes })
      if (result.type === 'committed') onCommitted(writes)
      else if (result.type !== 'conflict') throw new Error(`not planned: ${result.type}`)
    }
  }
  const context = () => ({ newId, revision: programs.current.revision })
  return [
    {
      name: 'plan-reminders',
      everyMs: 30_000,
      run: (now) => planned(() => planReminders(store.db, now, { ...context(), rules: programs.current.sending })),
    },
    {
      name: 'tell-of-floods',
      everyMs: 10_000,
      run: (now) =>
        planned(() =>
          planAbuseNotices(store.db, now, { ...context(), keys: store.keys, officerUrn: settings.officerUrn }),
        ),
    },
    {
      name: 'expire-approvals',
      everyMs: 60_000,
      run: (now) => expireApprovals(options, () => nextExpiry(store.db, now, context())),
    },
    {
      name: 'continue-broadcasts',
      everyMs: 2_000,
      run: (now) =>
        planned(() => {
          const isAdvertising = isAlertAdvertising(programs.current)
          return continueBroadcasts(store.db, now, { ...context(), isAdvertising })
        }),
    },
    budgetChore(options, planned),
    {
      name: 'forget-phone-codes',
      everyMs: 60 * 60_000,
      run: (now) => planned(() => forgetPhoneCodes(store.db, now)),
    },
  ]
}

/** Tells of budgets that come to their end; what waits for one is looked at when a budget has changed, and after a start. */
function budgetChore(
  { store, programs, settings: { officerUrn }, newId }: FarmChoreOptions,
  planned: (plan: () => Promise<Write[]>) => Promise<void>,
): Chore {
  let lookedAt: string | null = null
  return {
    name: 'watch-budgets',
    everyMs: 10_000,
    async run(now) {
      const { current: program } = programs
      const officer = officerUrn === null ? undefined : await findUrn(store.db, store.keys.hash(officerUrn))
      await planned(() => budgetNotices(store.db, now, { program, officer, newId }))
      const budget = JSON.stringify(program.costs.budget)
      if (budget === lookedAt) return
      await planned(() => releaseHeld(store.db, now))
      lookedAt = budget
    },
  }
}

/** Ends what is overdue, one after another. One whose subject can't be read or written is closed without it, and holds up none. */
async function expireApprovals(
  { store, log, onCommitted }: FarmChoreOptions,
  next: () => Promise<Expiry | null>,
): Promise<void> {
  const seen = new Set<string>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const expiry = await next()
    if (expiry === null) return
    const { approvalId, closed, effects, error } = expiry
    // After a conflict it is either decided by someone, or comes again, with writes that never fit.
    const isWhole = error === undefined && !seen.has(approvalId)
    seen.add(approvalId)
    let writes = [closed, ...effects]
    let result = isWhole ? await store.commit({ writes }) : undefined
    if (result === undefined || result.type === 'refused') {
      log.error(
        { approvalId, error: error instanceof Error ? error.name : result?.reason },
        'approval closed without its subject',
      )
      writes = [closed]
      result = await store.commit({ writes })
    }
    if (result.type === 'committed') onCommitted(writes)
    else if (result.type !== 'conflict') throw new Error(`not expired: ${result.type}`)
  }
}
