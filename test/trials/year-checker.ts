import { DAY, HOUR, type Ledger, openLedger, type Question } from './year-ledger.ts'
import type { Arrived, Ended, YearLog } from './year-log.ts'

/** Judges a simulated year: what reached somebody and must not have, and what was of use, could lawfully have gone in time, and did not. */

const MINUTE = 60_000
/** The simulated clock ticks in minutes, and so may a message be late without fault. */
const SLACK = 3 * MINUTE
const STEP = 5 * MINUTE

export interface Verdict {
  /** What was wrong, with how often. */
  violations: Record<string, number>
  /** What was lost without need, by why it ended. */
  lost: Record<string, number>
  /** What did not go, by why it ended: rightly. */
  withheld: Record<string, number>
  /** Of each violation and loss, some: to look at. */
  examples: string[]
}

const MOST_EXAMPLES = 20

export function judge(log: YearLog): Verdict {
  const verdict: Verdict = { violations: {}, lost: {}, withheld: {}, examples: [] }
  const ledger = openLedger(log)
  const wrong = (what: string, about: string) => {
    count(verdict.violations, what)
    if (verdict.examples.length < MOST_EXAMPLES) verdict.examples.push(`${what}: ${about}`)
  }
  for (const each of log.arrived) for (const what of faultsOf(each, ledger, log.refusal)) wrong(what, told(each))
  for (const each of doubles(log)) wrong('arrived twice', told(each))
  for (const { at, number, text } of log.strays) wrong('of no row', `${local(at)} to ${number}: ${text}`)
  for (const what of unconfirmed(log)) wrong('a refusal that was not confirmed at once', what)
  for (const each of log.ended) {
    const isLost = wasOfUse(each, ledger)
    count(
      isLost ? verdict.lost : verdict.withheld,
      `${each.kind}${each.isAd ? ' (ad)' : ''} ${each.status} ${each.reason}`,
    )
    if (isLost && verdict.examples.length < MOST_EXAMPLES) verdict.examples.push(`lost: ${toldEnded(each)}`)
  }
  for (const about of [...unreminded(log, ledger), ...unwritten(log, ledger)]) {
    count(verdict.lost, about.split(':')[0] ?? '')
    if (verdict.examples.length < MOST_EXAMPLES) verdict.examples.push(`lost: ${about}`)
  }
  return verdict
}

const count = (counts: Record<string, number>, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1
}

const local = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 16)
const told = ({ at, number, kind, text }: Arrived): string => `${local(at)} ${kind} to ${number}: ${text}`
const toldEnded = ({ from, until, endedAt, number, kind, status, reason, id }: Ended): string =>
  `${kind} ${id} to ${number}, of use ${local(from)} to ${local(until)}, ended ${local(endedAt)} ${status} ${reason}`

/** Every rule that a message broke. */
function faultsOf(message: Arrived, ledger: Ledger, refusal: string): string[] {
  const { kind, at, number, isAd } = message
  if (kind === 'reply' || kind === 'ticket') {
    const asked = ledger.askedAt(number).findLast((each) => each <= at)
    if (asked === undefined || at - asked > 3 * DAY) return ['an answer to nobody']
    return kind === 'ticket' && ledger.standingAt(number, at).hasStopped ? ['after a stop'] : []
  }
  const wrong = ledger.forbids({ number, at, kind, isAd, isOwn: true })
  return isAd ? [...wrong, ...labelFaults(message, refusal)] : wrong
}

/** What reached somebody before: the very message, or the same broadcast in a message that is not another way of the first. */
function doubles({ arrived }: YearLog): Arrived[] {
  const ids = new Set<string>()
  const firsts = new Map<string, string>()
  return arrived.filter(({ id, first, number, broadcastId }) => {
    const isAgain = ids.has(id)
    ids.add(id)
    if (broadcastId === null) return isAgain
    const key = `${broadcastId} ${number}`
    const before = firsts.get(key) ?? first
    firsts.set(key, before)
    return isAgain || before !== first
  })
}

function labelFaults({ text, form, isByName }: Arrived, refusal: string): string[] {
  const ending = form === 'sms' ? `TC QC gui ${refusal}.` : 'TC QC.'
  return [
    ...(isByName ? [] : ['advertising from an ordinary number']),
    ...(text.startsWith('[QC] ') ? [] : ['advertising without its label']),
    ...(text.endsWith(ending) ? [] : ['advertising without a way to refuse it']),
  ]
}

/** A stop or a refusal of advertising is answered within minutes, with the time where advertising is refused. */
function unconfirmed({ said, arrived }: YearLog): string[] {
  const replies = Map.groupBy(
    arrived.filter(({ kind }) => kind === 'reply'),
    ({ number }) => number,
  )
  return said.flatMap((each) => {
    if (each.type !== 'stopped' && each.type !== 'ads_refused') return []
    const answers = (replies.get(each.number) ?? []).filter(({ at }) => at >= each.at && at - each.at <= SLACK)
    const isTimed = answers.some(({ text }) => /\d{1,2}h(\d\d)? /.test(text))
    const isConfirmed = each.type === 'stopped' ? answers.length > 0 : isTimed
    return isConfirmed ? [] : [`${local(each.at)} ${each.type} by ${each.number}`]
  })
}

const isStarted = (kind: Ended['kind']): kind is Question['kind'] => kind !== 'reply' && kind !== 'ticket'

/** Whether a message that did not go could have gone lawfully while it was of use. */
function wasOfUse(message: Ended, ledger: Ledger): boolean {
  const { kind, number, isAd, from, until, endedAt, status, hasName, reason } = message
  // Said in another message, or no longer true.
  if (status === 'superseded' || reason === 'changed' || reason === 'corrected') return false
  if (!isStarted(kind)) return !ledger.standingAt(number, endedAt).hasStopped
  if (isAd && !hasName) return false
  const mayGo = (at: number) => ledger.forbids({ number, at, kind, isAd }).length === 0
  // One that was given up on, and not for being late, is judged by the instant.
  if (status !== 'expired') return mayGo(endedAt)
  // A reminder is planned ahead: where nobody has said or decided anything since, its whole time counts.
  const isPlanned = kind === 'reminder' && ledger.isSteady(number, message.writtenAt, endedAt)
  for (let at = isPlanned ? message.writtenAt : from; at + SLACK < until; at += STEP)
    if (mayGo(at) && mayGo(at + SLACK)) return true
  return false
}

/** Who was called to a training, said nothing meanwhile, could lawfully have been told in its last day, and was not. */
function* unreminded({ trainings, arrived }: YearLog, ledger: Ledger): Generator<string> {
  const reminders = Map.groupBy(
    arrived.filter(({ kind }) => kind === 'reminder'),
    ({ number }) => number,
  )
  for (const { id, startsAt, numbers } of trainings) {
    const mayBeTold = (number: string) => {
      for (let at = startsAt - DAY; at <= startsAt - HOUR; at += STEP)
        if (ledger.forbids({ number, at, kind: 'reminder', isAd: false }).length === 0) return true
      return false
    }
    for (const number of numbers) {
      if (!ledger.isSteady(number, startsAt - 8 * DAY, startsAt)) continue
      const wasTold = reminders.get(number)?.some(({ at }) => at < startsAt && at > startsAt - DAY - 4 * HOUR)
      if (!wasTold && mayBeTold(number)) yield `never reminded: ${number} of ${id} at ${local(startsAt)}`
    }
  }
}

/** Who was among those a broadcast was for, and has no message of it at all. */
function* unwritten({ broadcasts, written }: YearLog, ledger: Ledger): Generator<string> {
  for (const { id, at, numbers } of broadcasts)
    for (const number of numbers) {
      const { hasAgreed, hasStopped } = ledger.standingAt(number, at)
      if (hasAgreed && !hasStopped && !written.get(id)?.has(number)) yield `never written: ${number} of ${id}`
    }
}
