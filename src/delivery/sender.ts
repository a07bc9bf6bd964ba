import type { Channel, OutboundMessage, SendResult } from '../channels/channel.ts'
import { urnsOfPerson } from '../store/queries/people.ts'
import { type Row, updateOne, type Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { type Decision, guard } from './guard.ts'
import type { Holds, Written } from './holds.ts'
import { MAX_ATTEMPTS, MAX_SEND_MS, NO_CHANNEL_MS } from './limits.ts'
import { lookFor } from './look.ts'
import { dueLook, ended, outcomeOf } from './outcome.ts'
import { loadRecipient, type Recipient } from './recipient.ts'
import { type Rendered, render } from './render.ts'
import type { Rests } from './rests.ts'
import { nextRung } from './route.ts'
import { applyEarlier } from './statuses.ts'
import { stopContact } from './stop-contact.ts'

/** What one row needs on its way. */
export interface Sender {
  /** Takes a due row as far as it goes now. `onHeld`: it is leased; what follows takes as long as the provider does. */
  handle(row: Row<'outbox'>, onHeld: () => void): Promise<Written>
  /** Ends a row that can't be handled. */
  giveUp(row: Row<'outbox'>): Promise<Written>
}

export function makeSender(delivery: Delivery, holds: Holds, rests: Rests, leaseMs: number): Sender {
  const { clock, log, metrics } = delivery

  /** A row whose last attempt has an unknown outcome. */
  const look = async (row: Row<'outbox'>, to: Recipient, number: number, onHeld: () => void): Promise<Written> => {
    const ageMs = row.reason?.startsWith('look_') ? 0 : clock() - ((row.leaseUntil ?? clock()) - leaseMs)
    const held = await holds.take(row, {}, [])
    if (typeof held === 'string') return held
    onHeld()
    const channel = delivery.channels.find(({ type, scheme }) => type === row.channel && scheme === to.urn.scheme)
    const message = messageTo(to, held, { text: row.text ?? '', choices: [] }, row.attempts)
    const looked = await lookFor(delivery, held, channel ?? null, message, { number, ageMs })
    switch (looked.type) {
      case 'found':
        await settleWired(held, looked.externalId)
        return 'done'
      case 'wait':
        await holds.settle(held, looked.change)
        return 'done'
      case 'never':
        await holds.settle(held, { status: 'uncertain', reason: 'unknown', leaseUntil: null, settledAt: clock() })
        return 'done'
      case 'again':
        return attempt({ ...held, possibleDouble: looked.possibleDouble }, to, onHeld)
    }
  }

  const settleWired = async (held: Row<'outbox'>, externalId: string): Promise<void> => {
    const { change } = outcomeOf(
      { type: 'wired', externalId },
      { row: held, attempt: 0, now: clock(), random: () => 0 },
    )
    await holds.settle(held, change)
    const channel = delivery.channels.find(({ type }) => type === held.channel)
    if (channel) await applyEarlier(delivery, channel.type, held.id, externalId)
  }

  /** Guard, rung, words, lease, send. */
  const attempt = async (row: Row<'outbox'>, to: Recipient, onHeld: () => void): Promise<Written> => {
    const now = clock()
    const { possibleDouble } = row
    const later = (dueAt: number, reason: string) =>
      holds.write(row, { dueAt: Math.min(dueAt, row.deadline), reason, leaseUntil: null, possibleDouble })
    const decision = guard({ now, row, ...to })
    if (decision.type === 'stop') return holds.write(row, ended(row, decision.status, decision, now))
    if (decision.type === 'later') return later(decision.at, decision.reason)
    if (row.attempts >= MAX_ATTEMPTS[row.class])
      return holds.write(row, ended(row, 'failed', { code: 'attempts' }, now))
    const { channel } = to
    if (channel === null) {
      log.warn({ outboxId: row.id, scheme: to.urn.scheme }, 'no_channel')
      return later(now + NO_CHANNEL_MS, 'no_channel')
    }
    const restsUntil = rests.enter(channel, now)
    if (restsUntil !== null) return later(restsUntil, 'rest')
    const rendered = words(row, channel)
    if (rendered === null) return holds.write(row, ended(row, 'failed', { code: 'render' }, now))
    const held = await holds.take(row, attemptOf(row, channel, rendered, decision, now), stillSo(row, to, decision))
    if (typeof held === 'string') return held
    onHeld()
    const result = await send(channel, messageTo(to, held, rendered, held.attempts))
    await settle(row, held, to, channel, result)
    return 'done'
  }

  const words = (row: Row<'outbox'>, channel: Channel): Rendered | null => {
    try {
      return render(row, channel.form, { ...delivery, now: clock() })
    } catch (error) {
      // An author's mistake, or a row of another version: it concerns this message alone.
      log.error({ outboxId: row.id, revision: row.revision, error: String(error) }, 'render_failed')
      return null
    }
  }

  const send = async (channel: Channel, message: OutboundMessage): Promise<SendResult> => {
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

  const settle = async (
    row: Row<'outbox'>,
    held: Row<'outbox'>,
    to: Recipient,
    channel: Channel,
    result: SendResult,
  ): Promise<void> => {
    const now = clock()
    metrics?.count('mua_delivery_attempts_total', { channel: channel.type, class: row.class, result: result.type })
    const { change, pause, isStop, isClosed } = outcomeOf(result, {
      row,
      attempt: held.attempts,
      now,
      random: delivery.random,
    })
    if (result.type === 'wired') rests.works(channel, now)
    if (pause?.type === 'slow') rests.slow(channel, pause.until)
    if (pause?.type === 'broken') {
      const until = rests.broken(channel, now)
      log.error({ channel: channel.type, code: change.code, until }, 'channel_rests')
      metrics?.count('mua_delivery_rests_total', { channel: channel.type, code: change.code ?? '' })
      change.dueAt = Math.min(until, row.deadline)
    }
    const rung = isClosed && to.person ? await rungFor(to, to.person.id) : null
    if (rung) Object.assign(change, onto(rung, now))
    const isOurs = await holds.settle(held, change, isStop ? stopContact(delivery, row, change.code ?? '') : [])
    if (isOurs && result.type === 'wired') await applyEarlier(delivery, channel.type, held.id, result.externalId)
  }

  const rungFor = async (to: Recipient, personId: string) =>
    nextRung(delivery.channels, to.urn, await urnsOfPerson(delivery.store.db, personId), to.isDemo)

  return {
    async handle(row, onHeld) {
      const to = await loadRecipient(delivery, row)
      if (to === undefined) return holds.write(row, ended(row, 'cancelled', { reason: 'no_address' }, clock()))
      const number = dueLook(row)
      return number === null ? attempt(row, to, onHeld) : look(row, to, number, onHeld)
    },
    giveUp(row) {
      const mayHaveLeft = row.possibleDouble || dueLook(row) !== null
      return holds.write(row, ended({ possibleDouble: mayHaveLeft }, 'failed', { code: 'unreadable' }, clock()))
    },
  }
}

/** Marked before the send: after a crash it says that an attempt may have left, and with what words. */
const attemptOf = (row: Row<'outbox'>, channel: Channel, rendered: Rendered, { reason }: Decision, now: number) => ({
  attempts: row.attempts + 1,
  firstTriedAt: row.firstTriedAt ?? now,
  channel: channel.type,
  text: rendered.text,
  parts: rendered.parts,
  reason,
  possibleDouble: row.possibleDouble,
})

/** What we start goes only if, when the lease is on disk, they still want it. */
function stillSo({ class: each }: Row<'outbox'>, { urn, person }: Recipient, { reason }: Decision): Write[] {
  if (each === 'reply') return []
  const same = [updateOne('urns', { id: urn.id, stoppedAt: urn.stoppedAt }, {})]
  if (person !== null && reason !== 'ticket')
    same.push(updateOne('people', { id: person.id, consent: person.consent, erasedAt: null }, {}))
  return same
}

const onto = (rung: Row<'urns'>, now: number) => ({
  status: 'queued' as const,
  urnId: rung.id,
  reason: 'next_rung',
  dueAt: now,
  settledAt: null,
})

const messageTo = (
  to: Recipient,
  { id }: Row<'outbox'>,
  { text, choices }: Pick<Rendered, 'text' | 'choices'>,
  attempt: number,
): OutboundMessage => ({ id, to: to.address, text, choices, attempt })
