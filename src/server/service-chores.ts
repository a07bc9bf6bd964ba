import type { Channel } from '../channels/channel.ts'
import type { TokenSource } from '../channels/zalo/tokens.ts'
import { channelOfMessage } from '../store/queries/attachments.ts'
import type { Spool } from '../store/spool.ts'
import { type FetchOptions, fetchAttachments } from './attachments.ts'
import { catchUpChores } from './catch-up.ts'
import { type FigureOptions, tellFigures } from './figures.ts'
import type { IntakeOptions } from './intake.ts'
import type { Presence } from './presence.ts'
import type { ProgramSource } from './program-source.ts'
import type { Quarantine } from './quarantine.ts'
import type { Reception } from './reception.ts'
import type { Chore } from './sweeper.ts'

export interface ServiceChoreOptions extends Pick<IntakeOptions, 'store' | 'programs' | 'metrics' | 'clock' | 'log'> {
  spool: Spool
  reception: Reception
  quarantine: Quarantine
  /** Null: this process takes no messages. */
  presence: Presence | null
  channels: readonly Channel[]
  /** Of Zalo, where it is configured. */
  tokens: TokenSource | undefined
  attachments: Pick<FetchOptions, 'fetch' | 'extraHosts' | 'authorizations'>
  dispatcher: FigureOptions['dispatcher']
}

const HOUR_MS = 60 * 60_000

/** What keeps the service itself in order, whatever farmers do. */
export function serviceChores(options: ServiceChoreOptions): Chore[] {
  const { store, programs, clock, log, reception, quarantine, channels, tokens, attachments } = options
  const channelOf = (id: string) => channelOfMessage(store.db, id)
  const giveOn = async (channel: Channel, request: Parameters<Channel['receive']>[0]) =>
    (await reception.take(channel, request)).type === 'kept'
  const chores: Chore[] = [
    { name: 'drain-spool', isOwn: true, everyMs: 1000, run: () => reception.drain() },
    { name: 'retry-set-aside', everyMs: HOUR_MS, run: () => reception.retrySetAside() },
    {
      name: 'tell-figures',
      isOwn: true,
      everyMs: 5000,
      run: (now) => tellFigures(options, now),
    },
    newScripts(programs),
    // Until then it holds what a person has had erased.
    { name: 'empty-log', everyMs: HOUR_MS, run: () => store.emptyLog() },
    {
      name: 'fetch-attachments',
      everyMs: 1000,
      run: () => fetchAttachments({ store, clock, log, channelOf, ...attachments }),
    },
    { name: 'review-quarantine', everyMs: 60_000, run: () => quarantine.review(channels, giveOn) },
    ...catchUpChores(options),
  ]
  if (tokens) chores.push({ name: 'renew-tokens', everyMs: 60_000, run: async () => void (await tokens.current()) })
  return chores
}

/** Takes up what was published meanwhile. */
export const newScripts = (programs: ProgramSource): Chore => ({
  name: 'new-scripts',
  isOwn: true,
  everyMs: 1000,
  run: async () => void (await programs.refresh()),
})
