import { setTimeout as wait } from 'node:timers/promises'
import type { Channel, OutboundMessage, SendResult } from '../channels/channel.ts'
import type { Amount } from '../conversation/budget.ts'
import { providerStop } from '../store/provider-stop.ts'
import type { Decided } from '../store/schema/outbox.ts'
import { type Row, updateOne, type Write } from '../store/writes.ts'
import { chargeOf, chargeWrites, keptVnd, refundWrites, waitsForBudget } from './charge.ts'
import { climbAt, nextWay } from './climb.ts'
import type { Delivery } from './context.ts'
import { decided, entryOf } from './decisions.ts'
import type { Desk } from './desk.ts'
import { type Decision, guard } from './guard.ts'
import type { Written } from './holds.ts'
import { isLaddered } from './ladder.ts'
import {
  CHANNEL_PAUSED_MS,
  JITTER,
  MAX_ATTEMPTS,
  MAX_SEND_MS,
  NO_CHANNEL_MS,
  PATIENCE_MS,
  PAUSED_MS,
  STUCK_MS,
  TURN_MS,
} from './limits.ts'
import { loopsUntil } from './loops.ts'
import { codeLabel } from './metrics.ts'
import { type Change, ended, mayHaveLeft, type Outcome, outcomeOf } from './outcome.ts'
import { partRow } from './part-row.ts'
import { messageTo, type Recipient } from './recipient.ts'
import type { Rendered } from './render.ts'
import { standInFor } from './route.ts'
import { applyEarlier } from './statuses.ts'
import { words } from './words.ts'

type Ready = {
  type: 'ready'
  channel: Channel
  line: string | null
  rendered: Rendered
  charge: Amount
  decision: Decision
}

/** `elsewhere`: the row is as it was, for a process that has its channel. `paced`: it is as it was, its account has no turn for it yet; `paused`: an operator holds it back. */
export type Delivered = Written | 'elsewhere' | 'paced' | 'paused'

/** How long a row that was not handled is left alone, ms: it must not hold up the others. `chance`: in [0, 1). */
export function asideMs(delivered: Exclude<Delivered, 'done'>, chance: number): number {
  if (delivered === 'paused') return PAUSED_MS
  if (delivered === 'paced') return TURN_MS * (1 + 3 * chance)
  return delivered === 'stuck' ? STUCK_MS : NO_CHANNEL_MS
}

/** One attempt: guard, rung, words, room, lease, send, result. `onHeld`: the row is leased, the rest is the provider's time. */
export async function attempt(desk: Desk, row: Row<'outbox'>, to: Recipient, onHeld: () => void): Promise<Delivered> {
  const { delivery, holds, quotas } = desk
  const first = prepare(desk, row, to, delivery.clock())
  if (first.type !== 'ready') return attemptOf(desk, row, to, first, onHeld)
  // Looked at before room and turn are asked for, which others need.
  const held = await heldBack(desk, row, first.channel)
  if (held !== null) return held
  const { channel, line, rendered } = first
  if (await partRow(delivery, row, channel.form, rendered.whole)) return 'done'
  const now = delivery.clock()
  const loopUntil = await loopsUntil(delivery, row, rendered.text)
  if (loopUntil !== null) return holds.write(row, putOff(row, now, loopUntil, 'loop'))
  const withoutMoneyUntil = await waitsForBudget(delivery.store.db, costsOf(delivery), row, first.charge, now)
  if (withoutMoneyUntil !== null) return holds.write(row, putOff(row, now, withoutMoneyUntil, 'budget'))
  const room = await quotas.enter(channel, line, rendered.parts ?? 1, row.class)
  if (room.type === 'full') {
    // Of what went before by this channel it alone knows the ids: another would make a double.
    const other = row.attempts === 0 ? standInFor(delivery.channels, channel) : null
    // Advertising waits for its name's room rather than to go from a number.
    if (other !== null && (!row.advertising || other.hasBrandname))
      return attempt(desk, row, { ...to, channel: other }, onHeld)
    return holds.write(row, putOff(row, delivery.clock(), room.until, 'quota'))
  }
  const taken = () => {
    room.release()
    onHeld()
  }
  return attemptOf(desk, row, to, first, taken).finally(room.release)
}

/** The rest of it, once there is room. */
async function attemptOf(
  desk: Desk,
  row: Row<'outbox'>,
  to: Recipient,
  first: ReturnType<typeof prepare>,
  onHeld: () => void,
): Promise<Delivered> {
  const { delivery, holds } = desk
  const waitedMs = first.type === 'ready' ? await waitForTurn(desk, row, first) : 0
  if (waitedMs === null) return 'paced'
  // What held before the wait may not hold any more.
  const now = delivery.clock()
  const ready = waitedMs > 0 ? prepare(desk, row, to, now) : first
  if (ready.type === 'elsewhere') return 'elsewhere'
  if (ready.type === 'not') {
    const next = ready.isClosed ? await nextWay(desk, row, to, ready.change.reason ?? '', now) : null
    return holds.write(row, next ?? ready.change)
  }
  const { channel, rendered, decision } = ready
  const stays = waitedMs > 0 ? await heldBack(desk, row, channel) : null
  if (stays !== null) return stays
  const still = [...stillSo(row, to, decision), ...chargeWrites(row, costsOf(delivery), ready.charge, now)]
  const held = await holds.take(row, to.urn, leaseOf(row, ready, now), still)
  if (typeof held === 'string') return held
  onHeld()
  const result = await send(delivery, channel, messageTo(to, held, rendered, now))
  tellSent(delivery, row, held, channel, result)
  await take(desk, { row, held, to, channel }, result)
  return 'done'
}

/** What becomes of a row that an operator or its broadcast's author holds back; null: nobody does. */
async function heldBack(
  { delivery, holds, pauses }: Desk,
  row: Row<'outbox'>,
  channel: Channel,
): Promise<Delivered | null> {
  const held = await pauses.of(row)
  if (held === 'waits') return 'paused'
  const now = delivery.clock()
  if (held === null) {
    // Which channel a row takes is known only here: left as it is, thousands would be looked at again and again, before all others.
    const isPaused = await pauses.holds(channel.type)
    const until = now + CHANNEL_PAUSED_MS * (1 + delivery.random())
    return isPaused ? holds.write(row, putOff(row, now, Math.round(until), 'paused')) : null
  }
  const decisions = decided(row, { at: now, does: 'ends', reason: held })
  return holds.write(row, { ...ended(row, 'cancelled', { reason: held }, now), decisions })
}

/** Waits until the account has a turn for it, and says how long (ms). null: not within the time it may hold its slot. */
async function waitForTurn({ delivery, pacing }: Desk, row: Row<'outbox'>, { channel, rendered }: Ready) {
  const { random, sleep = wait } = delivery
  for (let waitedMs = 0; ; ) {
    const turn = await pacing.turn(channel, rendered.parts ?? 1, row.class)
    if (turn.type === 'later' && waitedMs + turn.waitMs > TURN_MS) return null
    // Of many that wait for the same turn one gets it: the others must not ask all at once.
    const waitMs = turn.type === 'later' ? Math.ceil(turn.waitMs * (1 + random() * JITTER)) : turn.waitMs
    if (waitMs > 0) await sleep(waitMs)
    waitedMs += waitMs
    if (turn.type === 'granted') return waitedMs
  }
}

/** Whether it goes now, by which channel, in which words; else what becomes of the row. */
function prepare({ delivery, rests }: Desk, row: Row<'outbox'>, to: Recipient, now: number) {
  const not = (change: Change, entry: Omit<Decided, 'attempts'>, isClosed = false) => ({
    type: 'not' as const,
    change: { ...change, decisions: decided(row, entry) },
    isClosed,
  })
  const later = (dueAt: number, reason: string) => ({
    type: 'not' as const,
    change: putOff(row, now, dueAt, reason),
    isClosed: false,
  })
  const fails = (code: string) => not(ended(row, 'failed', { code }, now), { at: now, does: 'ends', reason: code })
  const canRefuse = delivery.refusal !== undefined
  const decision = guard({ now, row, ...to, canRefuse, rules: delivery.programs.current.sending })
  if (decision.type === 'stop')
    return not(
      ended(row, decision.status, { reason: decision.reason }, now),
      entryOf(decision, now),
      decision.reason === 'dead',
    )
  const { channel } = to
  if (channel === null) {
    delivery.log.warn({ outboxId: row.id, scheme: to.urn.scheme }, 'no_channel')
    return { type: 'elsewhere' as const }
  }
  if (decision.type === 'later') return later(decision.at, decision.reason)
  if (row.attempts >= MAX_ATTEMPTS[row.class]) return fails('attempts')
  const restsUntil = rests.enter(channel, now)
  if (restsUntil !== null) {
    return { ...later(restsUntil, 'rest'), isClosed: isPatienceOver(row, now) }
  }
  const rendered = words(delivery, row, channel, now)
  if (rendered === null && channel.form === 'template') {
    // It did when this way was chosen: the night came, or the template was taken out.
    const code = 'no_template'
    return not(ended(row, 'failed', { code, reason: code }, now), { at: now, does: 'ends', reason: code }, true)
  }
  if (rendered === null) return fails('render')
  const askedOn = to.askedBy?.channel === channel.type ? to.askedBy.line : null
  const line = channel.lines?.for(askedOn) ?? null
  const charge = chargeOf(costsOf(delivery), channel.type, to, rendered, now)
  return { type: 'ready', channel, line, rendered, charge, decision } satisfies Ready
}

const costsOf = ({ programs }: Delivery) => programs.current.costs

/** An answer goes back where the question came from, and another way only if it can't for long. */
const isPatienceOver = (row: Row<'outbox'>, now: number): boolean =>
  !isLaddered(row) && row.attempts === 0 && now - row.createdAt >= PATIENCE_MS

/** Waits until then, or for its end. */
function putOff(row: Row<'outbox'>, now: number, dueAt: number, reason: string) {
  const until = Math.min(dueAt, row.deadline)
  const decisions = decided(row, { at: now, does: 'waits', reason, until })
  const { possibleDouble, leftAt } = row
  return { dueAt: until, reason, leaseUntil: null, possibleDouble, leftAt, decisions }
}

/** Marked before the send: after a crash it says that an attempt may have left, and with what words. */
const leaseOf = (row: Row<'outbox'>, { channel, line, rendered, charge, decision }: Ready, now: number) => ({
  attempts: row.attempts + 1,
  firstTriedAt: row.firstTriedAt ?? now,
  channel: channel.type,
  line,
  leftAt: now,
  text: rendered.text,
  parts: rendered.parts,
  costVnd: (keptVnd(row) ?? 0) + charge.vnd,
  isCostTold: false,
  reason: decision.reason,
  decisions: decided(row, entryOf(decision, now)),
  possibleDouble: row.possibleDouble,
})

/** What we start goes only if, when the lease is on disk, they still want it. */
function stillSo({ class: each, advertising }: Row<'outbox'>, { person }: Recipient, { reason }: Decision): Write[] {
  if (each === 'reply' || person === null || reason === 'ticket') return []
  const { id, consent } = person
  return [updateOne('people', { id, consent, erasedAt: null, ...(advertising ? { advertising: 'agreed' } : {}) }, {})]
}

async function send({ log }: Delivery, channel: Channel, message: OutboundMessage): Promise<SendResult> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<SendResult>((resolve) => {
    timer = setTimeout(() => resolve({ type: 'unknown', code: 'no_answer' }), MAX_SEND_MS)
  })
  try {
    return await Promise.race([channel.send(message), silence])
  } catch (error) {
    log.error({ outboxId: message.id, channel: channel.type, error: String(error) }, 'send_threw')
    return { type: 'unknown', code: 'threw' }
  } finally {
    clearTimeout(timer)
  }
}

/** For figures: how it went, and what it cost where it left. */
function tellSent(
  { metrics }: Delivery,
  row: Row<'outbox'>,
  held: Row<'outbox'>,
  { type }: Channel,
  result: SendResult,
) {
  metrics?.count('mua_delivery_attempts_total', { channel: type, class: row.class, result: result.type })
  if ('code' in result)
    metrics?.count('mua_delivery_refused_total', { channel: type, result: result.type, code: codeLabel(result.code) })
  const vnd = (held.costVnd ?? 0) - (row.costVnd ?? 0)
  const hasLeft = result.type === 'wired' || result.type === 'unknown'
  if (hasLeft && vnd > 0) metrics?.count('mua_delivery_cost_vnd_total', { channel: type }, vnd)
}

interface Sent {
  /** As it was before this attempt, and as it is under the lease. */
  row: Row<'outbox'>
  held: Row<'outbox'>
  to: Recipient
  channel: Channel
}

/** Takes a send's result to the row, the channel and the contact. */
async function take(desk: Desk, { row, held, to, channel }: Sent, result: SendResult): Promise<void> {
  const { delivery, holds, rests, pacing } = desk
  const now = delivery.clock()
  const outcome = outcomeOf(result, { row, attempt: held.attempts, now, random: delivery.random })
  const { change } = outcome
  const hasLeft = result.type === 'wired' || result.type === 'unknown'
  if (!hasLeft) Object.assign(change, { leftAt: row.leftAt, costVnd: keptVnd(row) })
  desk.health.note(channel, result.type, now)
  if (result.type === 'wired') {
    change.climbAt = await climbAt(desk, held, { urn: to.urn, channel }, now)
    rests.works(channel, now)
    await pacing.narrow(channel)
  }
  if (outcome.pause?.type === 'slow') await pacing.widen(channel)
  const pausedUntil = pause(desk, channel, outcome, now)
  if (pausedUntil !== null) change.dueAt = Math.min(pausedUntil, row.deadline)
  const isLeft = outcome.isClosed || (outcome.pause?.type === 'broken' && isPatienceOver(row, now))
  if (isLeft && !mayHaveLeft(row))
    Object.assign(
      change,
      await nextWay(desk, { ...held, leftAt: row.leftAt }, { ...to, channel }, change.code ?? '', now),
    )
  const isNewStop = outcome.isStop && to.urn.stoppedAt === null
  const people = to.person === null ? [] : [to.person]
  const stop = {
    urnId: row.urnId,
    people,
    proof: change.code ?? '',
    at: now,
    isReport: true,
    newId: delivery.ids,
  } as const
  const stops = isNewStop ? providerStop(stop) : []
  const refund = (fresh: Row<'outbox'>) => (hasLeft ? [] : refundWrites(fresh, keptVnd(row), held.leftAt ?? now))
  const isOurs = await holds.settle(held, change, stops, refund)
  if (isOurs && result.type === 'wired') await applyEarlier(delivery, channel.type, held.id, result.externalId)
}

/** Until when the channel rests because of this result; null: it doesn't. */
function pause({ delivery, rests }: Desk, channel: Channel, { change, pause: kind }: Outcome, now: number) {
  if (kind === undefined) return null
  if (kind.type === 'slow') {
    rests.slow(channel, kind.until)
    return kind.until
  }
  const until = rests.broken(channel, now)
  const code = change.code ?? ''
  delivery.log.error({ channel: channel.type, code, until }, 'channel_rests')
  delivery.metrics?.count('mua_delivery_rests_total', { channel: channel.type, code })
  return until
}
