import { z } from 'zod'
import { addDays, dayOf, localTime } from '../../conversation/calendar.ts'
import { FIRST_MINUTE, LAST_MINUTE } from '../../conversation/law-hours.ts'
import type { TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { lastBroadcastOf, loadBroadcast } from '../../store/queries/broadcasts.ts'
import { insert, type Write } from '../../store/writes.ts'
import { type Alert, alertOf, alertText, alertValues } from '../alerts/alert.ts'
import { alertSubject } from '../alerts/approval.ts'
import { type Begun, begin } from '../alerts/begin.ts'
import { overBudget, overValues } from '../alerts/budget.ts'
import { type Cost, makeCosts } from '../alerts/cost.ts'
import { countAudience, type MemberCounts, NOBODY } from '../alerts/count.ts'
import { askApproval } from '../approvals.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { newCode } from '../new-code.ts'
import { baseUnit } from '../prices/kinds.ts'
import { type CheckedCode, checkCode, countWrong, lockMinutes, rememberCode } from './codes.ts'
import { SENT } from './sent-code.ts'

/** The action that sends an alert: talks that would come to it are over where another was sent or stopped. */
export const SENDING = 'send-alert'

/** A price holds no longer: a later day is one that has passed, read as next year's. */
const FURTHEST_DAYS = 60

/** A correction reaches an alert for so long, as it does any record; then what was told stands. */
const CORRECTABLE_MS = 24 * 60 * 60 * 1000

/** Where the code of a preview is remembered, to be sent or dropped. */
export const MEMORY = 'alert'
const TRIES = 'wrong-alert-codes'
const SLOTS = ['crop', 'price', 'place', 'until'] as const

/** The alert as told in the slots; check-price has made crop, form and place sure. */
function toldAlert(input: ActionInput, corrected: Alert | null): Alert | undefined {
  const { crop, price, place, until } = input.slots
  const known = crop?.type === 'crop' ? input.program.crops.get(crop.crop) : undefined
  if (crop?.type !== 'crop' || price?.type !== 'money' || place?.type !== 'place' || !known) return undefined
  return {
    cooperative: input.person.cooperativeName ?? '',
    crop: crop.crop,
    form: crop.form ?? null,
    priceVnd: Math.round(price.vnd),
    unit: price.per ?? corrected?.unit ?? baseUnit(known),
    place: place.place,
    until: until?.type !== 'date' ? null : 'date' in until ? until.date : until.to,
    beforeVnd: corrected?.priceVnd ?? null,
    priceId: corrected?.priceId ?? null,
  }
}

interface Prepared {
  broadcast: Begun
  alert: Alert
  cost: Cost
  /** Left out where they were told before. */
  members?: MemberCounts
}
type Preparing = { type: 'prepared'; prepared: Prepared } | { type: 'refused'; result: ActionResult<Write> }

/** The broadcast as it would be if confirmed now. `told`: what it takes was counted for its author already, and is not counted again. */
async function prepare(input: ActionInput, farm: Farm, told: Cost | null = null): Promise<Preparing> {
  const { person, now, values } = input
  const corrects = typeof values.corrects === 'string' ? values.corrects : null
  const before = corrects === null ? undefined : await loadBroadcast(farm.db, corrects)
  const alert = toldAlert(input, before ? alertOf(before) : null)
  if (person.cooperativeId === null) return refused({ outcome: 'no-cooperative' })
  if (!alert) return refused({ outcome: 'unclear' })
  const firstDay = addDays(dayOf(now), isTooLate(now) ? 1 : 0)
  if (alert.until !== null && (alert.until < firstDay || alert.until > addDays(firstDay, FURTHEST_DAYS)))
    return refused({ outcome: 'past', slots: { until: null }, values: { until: { day: alert.until } } })
  const broadcast: Begun = {
    id: farm.newId(),
    kind: 'price_alert',
    cooperativeId: person.cooperativeId,
    authorId: person.id,
    values: alert,
    status: 'sending',
    corrects,
    audience: null,
    toldParts: null,
    toldVnd: null,
    cursor: null,
    prepared: 0,
    createdAt: now,
    confirmedAt: now,
  }
  const { members, cost } = told === null ? await count(broadcast, input, farm) : { members: null, cost: told }
  if (cost.messages === 0) return refused({ outcome: 'nobody' })
  const counted = { ...broadcast, audience: cost.messages, toldParts: cost.sms, toldVnd: cost.vnd }
  const over = await overBudget(farm.db, input.program.costs, cost, now)
  if (members === null && over === null) return { type: 'prepared', prepared: { broadcast: counted, alert, cost } }
  if (members === null) return prepare(input, farm)
  const prepared = { broadcast: counted, alert, cost, members }
  if (over === null) return { type: 'prepared', prepared }
  const refusal = { ...previewOf(prepared, input), ...(await overValues(over, farm)) }
  return refused({ outcome: 'over-budget', values: refusal, memory: { [MEMORY]: null } })
}

async function count(broadcast: Begun, input: ActionInput, farm: Farm): Promise<{ members: MemberCounts; cost: Cost }> {
  const costs = makeCosts(alertText(alertOf(broadcast)), input, farm)
  const members = await countAudience(farm.db, broadcast, input.now, costs.add)
  return { members, cost: costs.total }
}

/** What a preview told, as it is remembered with its code. */
const toldWith = ({ messages, sms, zalo, vnd }: Cost): Record<string, string> => ({
  told: JSON.stringify([messages, sms, zalo, vnd]),
})
const remembered = z.tuple([z.number(), z.number(), z.number(), z.number()])

/** null: none was, by a version before this one. */
function toldBefore({ told }: Record<string, string>): Cost | null {
  if (told === undefined) return null
  const [messages, sms, zalo, vnd] = remembered.parse(JSON.parse(told))
  return { messages, sms, zalo, vnd }
}

const refused = (result: ActionResult<Write>): Preparing => ({ type: 'refused', result })

const isTooLate = (now: number): boolean => localTime(now).minutes >= LAST_MINUTE
const isTooEarly = (now: number): boolean => localTime(now).minutes < FIRST_MINUTE

/** Who gets it, who does not and why, what it costs. */
function previewOf(
  { alert, members: counts = NOBODY, cost }: Prepared,
  { now }: ActionInput,
): Record<string, TextValue> {
  const { sms, zalo, vnd, messages } = cost
  const { members, reached, notAgreed, stopped, noPhone } = counts
  return {
    ...alertValues(alert),
    textMessage: { texts: [alertText(alert)] },
    reached,
    members,
    left_out: notAgreed + stopped + noPhone || null,
    not_agreed: notAgreed || null,
    stopped: stopped || null,
    no_phone: noPhone || null,
    messages,
    sms: sms || null,
    zalo: zalo || null,
    cost: { vnd },
    morning: isTooLate(now) ? 'mai' : isTooEarly(now) ? 'nay' : null,
  }
}

const PREPARE_OUTCOMES = {
  unclear: 'Chưa rõ cây, giá hay nơi / crop, price or place not clear',
  'no-cooperative': 'Người này không thuộc hợp tác xã nào / a member of no cooperative',
  past: 'Ngày hết hạn đã qua hoặc quá xa / the last day has passed or is too far',
  nobody: 'Không có ai nhận được / there is nobody to send it to',
  'over-budget': 'Quá số tiền được chi / beyond the budget of a broadcast or of what is left of the month',
}
const LOCKED = { locked: 'Sai mã 5 lần, khoá một giờ / five wrong codes, locked for an hour' }
const OVER = ['of_month', 'left', 'left_sms', 'whom']
const PREVIEW = [
  'textMessage',
  'reached',
  'members',
  'left_out',
  'not_agreed',
  'stopped',
  'no_phone',
  'messages',
  'sms',
  'zalo',
  'cost',
  'morning',
]

const prepareAlert: FarmAction = {
  name: 'prepare-alert',
  about: {
    vi: 'Soạn tin báo giá cho thành viên: gửi mấy người, mấy tin, bao nhiêu tiền, mã để gửi.',
    en: 'Prepares a price alert to the members: how many get it, what it costs, the code that sends it.',
  },
  outcomes: { ...PREPARE_OUTCOMES, ...LOCKED },
  gives: [...PREVIEW, ...OVER, 'new_code', 'until', 'lock_minutes'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    // A new code would bring new tries.
    const lock_minutes = lockMinutes(TRIES, input)
    if (lock_minutes !== null) return { outcome: 'locked', values: { lock_minutes } }
    const preparing = await prepare(input, farm)
    if (preparing.type === 'refused') return preparing.result
    const code = newCode(farm.random)
    return {
      values: { ...previewOf(preparing.prepared, input), new_code: code },
      slots: { code: null, code_again: null },
      memory: { [MEMORY]: rememberCode(code, input, toldWith(preparing.prepared.cost)) },
    }
  },
}

const codeOf = ({ slots: { code, code_again } }: ActionInput): string | null => {
  const said = code_again ?? code
  return said?.type === 'text' ? said.text : null
}

const sendAlert: FarmAction = {
  name: SENDING,
  about: { vi: 'Gửi tin báo giá khi mã đúng.', en: 'Sends the price alert where the code is right.' },
  outcomes: {
    ...PREPARE_OUTCOMES,
    wrong: 'Mã không đúng / a wrong code',
    ended: 'Sai mã ba lần / wrong three times',
    expired: 'Mã quá 10 phút, hoặc đã có mã mới / the code is over ten minutes old, or there is a newer one',
    ...LOCKED,
  },
  gives: [...PREVIEW, ...OVER, 'lock_minutes'],
  reads: [...SLOTS, 'code', 'code_again'],
  keeps: true,
  locks: [TRIES],
  async run(input, farm) {
    const checked = checkCode(MEMORY, input)
    if (checked.type === 'expired') return { outcome: 'expired', memory: { [MEMORY]: null } }
    if (checked.type !== 'right') return wrongCode(checked, input)
    const preparing = await prepare(input, farm, toldBefore(checked.about))
    if (preparing.type === 'refused') return preparing.result
    const { broadcast, cost } = preparing.prepared
    const { writes, begun } = await begin(broadcast, input.person, input, farm)
    return {
      writes: [insert('broadcasts', { ...broadcast, ...begun }), ...writes],
      values: { messages: cost.messages },
      memory: { [MEMORY]: null, [TRIES]: null, [SENT]: { code: codeOf(input), broadcast: broadcast.id } },
      endsOthers: SENDING,
      record: { kind: 'broadcast', id: broadcast.id, empty: [] },
    }
  },
}

function wrongCode(
  checked: Extract<CheckedCode, { type: 'wrong' | 'ended' }>,
  input: ActionInput,
): ActionResult<Write> {
  const { count, lockMinutes: lock_minutes } = countWrong(TRIES, input)
  const ended = { [MEMORY]: null, [TRIES]: count }
  if (lock_minutes !== null) return { outcome: 'locked', values: { lock_minutes }, memory: ended }
  if (checked.type === 'ended') return { outcome: 'ended', memory: ended }
  return { outcome: 'wrong', slots: { code_again: null }, memory: { [MEMORY]: checked.memory, [TRIES]: count } }
}

const requestAlertApproval: FarmAction = {
  name: 'request-alert-approval',
  about: {
    vi: 'Gửi tin báo giá lệch xa cho người thứ hai duyệt; duyệt xong là gửi.',
    en: 'Sends an alert far off to a second person; approved, it goes out.',
  },
  outcomes: { ...PREPARE_OUTCOMES, 'no-second': 'Không có người thứ hai / there is no second person' },
  gives: [...PREVIEW, ...OVER, 'approver', 'approver_group'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const preparing = await prepare(input, farm)
    if (preparing.type === 'refused') return preparing.result
    const { prepared } = preparing
    const held = { ...prepared.broadcast, status: 'held' as const, confirmedAt: null }
    const subject = alertSubject(prepared.alert, prepared.cost.messages)
    const asked = await askApproval({ kind: 'broadcast', subjectId: held.id, subject }, input, farm)
    if (asked.type === 'nobody') return { outcome: 'no-second' }
    return {
      writes: [insert('broadcasts', held), ...asked.writes],
      values: { ...previewOf(prepared, input), ...asked.values },
    }
  },
}

const recallAlert: FarmAction = {
  name: 'recall-alert',
  about: { vi: 'Nhớ lại tin báo giá vừa gửi, để sửa.', en: 'Recalls the price alert just sent, to correct it.' },
  outcomes: { nothing: 'Không gửi tin báo giá nào trong 24 giờ qua / no alert was sent in the last 24 hours' },
  gives: ['corrects', 'before'],
  reads: [],
  keeps: true,
  async run(input, farm) {
    const last = await lastBroadcastOf(farm.db, input.person.id)
    if (!last || input.now - (last.confirmedAt ?? last.createdAt) > CORRECTABLE_MS) return { outcome: 'nothing' }
    const alert = alertOf(last)
    return {
      slots: {
        crop: { type: 'crop', crop: alert.crop, ...(alert.form ? { form: alert.form } : {}) },
        place: { type: 'place', place: alert.place },
        ...(alert.until ? { until: { type: 'date', date: alert.until } } : {}),
      },
      values: { corrects: last.id, before: { vnd: alert.priceVnd } },
    }
  },
}

export const alertActions: FarmAction[] = [prepareAlert, sendAlert, requestAlertApproval, recallAlert]
