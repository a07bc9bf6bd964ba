import type { ChannelEvent, ChannelType } from '../channels/channel.ts'
import { providerStop } from '../store/provider-stop.ts'
import { loadOutbox, openOutbox, orphanStatuses, outboxByExternalId } from '../store/queries/outbox.ts'
import { findUrn, loadPerson } from '../store/queries/people.ts'
import type { CommitResult } from '../store/store.ts'
import { insert, type Row, updateOne, type Write } from '../store/writes.ts'
import { correctionWrites, mayBeTwice, refundWrites } from './charge.ts'
import { stopsClimbing } from './climb.ts'
import { meaningOf } from './codes.ts'
import type { Delivery } from './context.ts'
import { isLaddered } from './ladder.ts'
import { codeLabel } from './metrics.ts'
import type { Change } from './outcome.ts'
import { noteReceipt } from './receipts.ts'

export type StatusEvent = Extract<ChannelEvent, { type: 'status' }>
type Reported = Pick<StatusEvent, 'status' | 'code' | 'externalId' | 'cost'>

/** `late`: kept, and changes nothing. `unmatched`: no message of ours bears that id, yet. */
export type StatusResult = { type: 'applied' | 'late' | 'unmatched' } | Exclude<CommitResult, { type: 'committed' }>

/** How much each status tells; what tells less never overwrites. A delivery outweighs a failure: it reached them. */
const RANK: Partial<Record<Row<'outbox'>['status'], number>> = {
  wired: 1,
  sent: 2,
  failed: 3,
  stopped: 3.5,
  delivered: 4,
  read: 5,
}
export const rankOf = (status: Row<'outbox'>['status']): number => RANK[status] ?? 0

/** Conflicts with sends under way before it is given up: the next report of the same message finds it settled. */
const MAX_TRIES = 5

/**
 * Takes a provider's report about one of our messages: kept as it came, and applied where it tells more than what is
 * known. Reports in any order, any number of times, end in the same status. A report is never a reason to send again:
 * before it says that a phone was out of reach (30003), the operator itself has tried for as long as it keeps a message.
 */
export async function applyStatus(delivery: Delivery, channel: ChannelType, event: StatusEvent): Promise<StatusResult> {
  const { store, ids, clock, metrics } = delivery
  const id = ids()
  const kept = (row: Row<'outbox'> | undefined): Write =>
    insert('statusEvents', {
      id,
      outboxId: row?.id ?? null,
      channel,
      externalId: event.externalId ?? null,
      status: event.status,
      code: event.code ?? null,
      at: event.at ?? clock(),
    })
  const known = await match(delivery, channel, event)
  if (known !== undefined) return change(delivery, known.row, known.channel, event, [kept(known.row)])
  const written = await store.commit({ writes: [kept(undefined)] })
  if (written.type !== 'committed') return written
  // The send's own answer may have been stored meanwhile.
  const found = await match(delivery, channel, event)
  if (found !== undefined) return change(delivery, found.row, found.channel, event, [])
  metrics?.count('mua_statuses_unmatched_total', { channel })
  return { type: 'unmatched' }
}

/** Applies the reports that came before the send's own answer and bore only the provider's id. */
export async function applyEarlier(delivery: Delivery, channel: string, rowId: string, externalId: string) {
  const { db } = delivery.store
  const early = await Promise.all(toldBy(channel).map((each) => orphanStatuses(db, each, externalId)))
  for (const orphan of early.flat()) {
    const row = await loadOutbox(db, rowId)
    const status = REPORTED.find((each) => each === orphan.status)
    if (row === undefined || status === undefined) continue
    await change(delivery, row, channel, { status, externalId, ...(orphan.code ? { code: orphan.code } : {}) }, [])
  }
}
const REPORTED = ['sent', 'delivered', 'read', 'errored', 'failed'] as const satisfies StatusEvent['status'][]

/**
 * Channels that give ids of one series and whose reports come in by the first one's webhook: Zalo numbers texts and templates to a user
 * alike, and does not say which of the two a receipt is about.
 */
const ONE_SERIES: readonly (readonly [ChannelType, ...ChannelType[]])[] = [['zalo', 'zbs']]

/** Whose messages a report that came in by this channel may be about. */
const toldOf = (channel: string): readonly string[] => ONE_SERIES.find(([first]) => first === channel) ?? [channel]
/** By which channels a report about this one's messages may have come in. */
const toldBy = (channel: string): string[] => [
  channel,
  ...ONE_SERIES.flatMap(([first, ...others]) => (others.some((each) => each === channel) ? [first] : [])),
]

/** The message a report is about, and the channel it went by; undefined: none, or more than one. */
async function match({ store: { db } }: Delivery, channel: ChannelType, event: StatusEvent) {
  const { outboxId, externalId } = event
  const byOurs = outboxId === undefined ? undefined : await loadOutbox(db, outboxId)
  if (byOurs !== undefined) return { row: byOurs, channel: channel satisfies string }
  if (externalId === undefined) return undefined
  const found = await Promise.all(toldOf(channel).map((each) => outboxByExternalId(db, each, externalId)))
  const [rows, ...others] = found.filter((each) => each.length > 0)
  const row = others.length === 0 ? rows?.at(-1) : undefined
  return row && { row, channel: row.channel ?? channel }
}

async function change(
  delivery: Delivery,
  found: Row<'outbox'>,
  channel: string,
  report: Reported,
  writes: Write[],
): Promise<StatusResult> {
  const { store, clock, metrics } = delivery
  let row: Row<'outbox'> | undefined = found
  for (let tries = 0; tries < MAX_TRIES && row !== undefined; tries += 1) {
    const set = told(row, channel, report, clock())
    const priced = costTold(row, channel, report, set !== null)
    const { id, status, fence, costVnd } = row
    const precondition = updateOne('outbox', { id, status, fence, costVnd }, { ...set, ...priced?.change })
    const stops = set?.status === 'stopped' ? await stopOf(delivery, row, report.code ?? '') : []
    const arrives =
      set?.status === 'delivered' || set?.status === 'read'
        ? [...stopsClimbing(row, clock()), ...(await noteReceipt(store.db, channel, clock()))]
        : []
    const corrects = priced?.corrects ?? []
    const written = await store.commit({ writes: [precondition, ...stops, ...arrives, ...corrects, ...writes] })
    if (written.type === 'committed') {
      if (set !== null) metrics?.count('mua_statuses_total', { channel, status: set.status ?? '' })
      if (set !== null && isFailure(report.status))
        metrics?.count('mua_delivery_refused_total', { channel, result: 'report', code: codeLabel(report.code) })
      return { type: set === null && priced === null ? 'late' : 'applied' }
    }
    if (written.type !== 'conflict') return written
    row = await loadOutbox(store.db, found.id)
  }
  return { type: 'conflict' }
}

/**
 * What a report changes of a message's cost, here and in its budgets; null: nothing. It says what is charged so far: less than we counted on is believed only
 * when it is over.
 */
function costTold(row: Row<'outbox'>, channel: string, report: Reported, isNew: boolean) {
  const leasedAt = row.leftAt ?? row.firstTriedAt ?? row.createdAt
  // The gateway phone keeps what never left it: nobody is paid for that.
  if (channel === 'smsgate' && report.status === 'errored' && isNew && !mayBeTwice(row))
    return { change: { costVnd: null, isCostTold: false }, corrects: refundWrites(row, null, leasedAt) }
  const vnd = report.cost?.vnd
  const counted = row.costVnd ?? 0
  if (vnd === undefined || (vnd === counted && row.isCostTold)) return null
  if (vnd < counted && (mayBeTwice(row) || !IS_OVER.has(report.status))) return null
  const corrects = correctionWrites(row, { vnd: vnd - counted, parts: 0 }, leasedAt)
  return { change: { costVnd: vnd, isCostTold: true }, corrects }
}
const IS_OVER: ReadonlySet<StatusEvent['status']> = new Set(['delivered', 'read', 'failed'])

/** The gateway phone itself had no signal, or was at its limit: the message never left it, and is tried again. */
const PHONE_RETRY_MS = 5 * 60_000
/** What a failure on the phone still concerns. */
const FAILS_ON_PHONE: ReadonlySet<Row<'outbox'>['status']> = new Set([
  'queued',
  'errored',
  'wired',
  'sent',
  'uncertain',
])

/** What a report changes of a row; null: it tells nothing new. */
function told(row: Row<'outbox'>, channel: string, report: Reported, now: number): Change | null {
  // Under our own id the provider has it too, but has not told its own yet.
  const isUnnamed = row.externalId === null || row.externalId === row.id
  // Of several attempts, a failed one says nothing about the others.
  const isAnother = !isUnnamed && report.externalId !== undefined && row.externalId !== report.externalId
  if (isAnother && isFailure(report.status)) return null
  const named = isUnnamed && report.externalId !== undefined ? { externalId: report.externalId } : {}
  const code = isFailure(report.status) ? (report.code ?? null) : null
  if (channel === 'smsgate' && report.status === 'errored') {
    // Taken back, or too late, by our own decision: its failure on the phone is no reason to send it after all.
    if (!FAILS_ON_PHONE.has(row.status)) return null
    // The same report again: its retry is due already.
    if (row.status === 'errored' && row.externalId !== null && row.code === code) return null
    if (now + PHONE_RETRY_MS < row.deadline)
      return { status: 'errored', ...named, code, dueAt: now + PHONE_RETRY_MS, settledAt: null }
  }
  const status = isFailure(report.status) ? failureOf(channel, report.code) : report.status
  if (rankOf(status) <= rankOf(row.status)) return null
  return {
    status,
    channel,
    ...named,
    code,
    settledAt: now,
    ...(status === 'sent' ? {} : { climbAt: status === 'failed' && isLaddered(row) ? now : null }),
  }
}

const isFailure = (status: StatusEvent['status']): status is 'failed' | 'errored' =>
  status === 'failed' || status === 'errored'

const failureOf = (channel: string, code: string | undefined) =>
  code !== undefined && meaningOf(channel, code) === 'opted_out' ? 'stopped' : 'failed'

/** A provider shows us one of our own sends: proof for a message to that address whose outcome is unknown. */
export async function applyEcho(
  delivery: Delivery,
  channel: ChannelType,
  event: Extract<ChannelEvent, { type: 'echoed' }>,
): Promise<StatusResult> {
  const { store } = delivery
  const known = await Promise.all(toldOf(channel).map((each) => outboxByExternalId(store.db, each, event.externalId)))
  if (known.flat().length > 0) return { type: 'late' }
  const urn = await findUrn(store.db, store.keys.hash(event.to))
  const open = urn === undefined ? [] : await openOutbox(store.db, urn.urn.id)
  const row = open.find((each) => each.firstTriedAt !== null && each.channel === channel && each.text === event.text)
  if (row === undefined) return { type: 'unmatched' }
  const applied = await change(delivery, row, channel, { status: 'sent', externalId: event.externalId }, [])
  if (applied.type === 'applied') await applyEarlier(delivery, channel, row.id, event.externalId)
  return applied
}

async function stopOf({ store, clock, ids }: Delivery, row: Row<'outbox'>, proof: string): Promise<Write[]> {
  const known = row.personId === null ? undefined : await loadPerson(store.db, row.personId)
  const people = known === undefined ? [] : [known.person]
  return providerStop({ urnId: row.urnId, people, proof, at: clock(), isReport: true, newId: ids })
}
