import { addDays, dayOf, instantOf } from '../../conversation/calendar.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { fold } from '../../language/text/fold.ts'
import { isDoNotCall } from '../../store/queries/do-not-call.ts'
import { loadUrn } from '../../store/queries/people.ts'
import { type Row, update, type Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { ledger } from './ledger.ts'

/** What people want of advertising, and when they want to be left alone. */

/** Whoever writes from the URN of the turn: a number refuses for all who share it. */
export const peopleHere = async ({ db, urn }: Farm): Promise<Row<'people'>[]> =>
  ((await loadUrn(db, urn.id))?.people ?? []).map(({ person }) => person)

/** Takes back what was agreed to of advertising, for all of these people; proof for each is the text of the turn. */
export const refusedAdvertising = (people: readonly Row<'people'>[], input: ActionInput, farm: Farm): Write[] =>
  people.flatMap((person) => [
    update('people', { id: person.id }, { advertising: 'refused' }),
    ledger('advertising_refused', { ...input, person }, farm, input.text),
  ])

const agreeToAdvertising: FarmAction = {
  name: 'agree-to-advertising',
  about: {
    vi: 'Ghi lời đồng ý nhận quảng cáo của người đang nhắn tin.',
    en: 'Keeps the agreement to advertising of whoever is texting.',
  },
  outcomes: {
    listed: 'Số này nằm trong danh sách không quảng cáo / the number stands in a Do-Not-Call list',
  },
  gives: ['stopped'],
  longest: { stopped: '1' },
  reads: [],
  keeps: true,
  async run(input, farm) {
    const { id } = input.person
    return {
      ...((await isDoNotCall(farm.db, farm.urn.hash)) ? { outcome: 'listed' } : {}),
      values: { stopped: farm.urn.stoppedAt === null ? null : 1 },
      writes: [
        update('people', { id }, { advertising: 'agreed' }),
        ledger('advertising_agreed', input, farm, input.text),
      ],
    }
  },
}

const refuseAdvertising: FarmAction = {
  name: 'refuse-advertising',
  about: {
    vi: 'Ghi lời từ chối quảng cáo của số này, kèm lúc nhận; các tin khác vẫn gửi.',
    en: 'Keeps the refusal of advertising by this number, with its time; all else still goes.',
  },
  outcomes: {},
  gives: ['refused_at', 'stopped'],
  longest: { refused_at: '10h30 sáng thứ 2, 22/11', stopped: '1' },
  reads: [],
  keeps: false,
  run: async (input, farm) => ({
    values: { refused_at: { at: input.now }, stopped: farm.urn.stoppedAt === null ? null : 1 },
    writes: refusedAdvertising(await peopleHere(farm), input, farm),
  }),
}

/** A longer rest is a stop. */
const MOST_DAYS = 90
const UNITS: readonly [RegExp, number][] = [
  [/\btuan\b/, 7],
  [/\bthang\b/, 30],
]

/** The last day of rest that the text tells: a day, or so many days, weeks or months; null: neither. */
function lastDay({ slots, text, now }: ActionInput): string | null {
  const { until, days } = slots
  if (until?.type === 'date') return 'date' in until ? until.date : until.to
  if (days?.type !== 'number') return null
  const said = fold(text)
  const each = UNITS.find(([unit]) => unit.test(said))?.[1] ?? 1
  const count = Math.ceil(days.number * each)
  return count >= 1 && count < 1000 ? addDays(dayOf(now), count) : null
}

const restMessages: FarmAction = {
  name: 'rest-messages',
  about: {
    vi: 'Không tự nhắn tin tới số này cho đến hết một ngày; hỏi thì vẫn trả lời.',
    en: 'Starts no message to this number until the end of a day; what they ask is answered.',
  },
  outcomes: {
    unclear: 'Chưa nói nghỉ bao lâu / how long was not said',
    stopped: 'Đang ngừng nhận tin: không có gì để nghỉ / they have stopped all: there is nothing to rest from',
    'too-long': `Quá ${MOST_DAYS} ngày / over ${MOST_DAYS} days`,
  },
  gives: ['last_day', 'most_days'],
  longest: { most_days: '90' },
  reads: ['until', 'days'],
  keeps: false,
  async run(input, farm) {
    if (farm.urn.stoppedAt !== null) return { outcome: 'stopped' }
    const day = lastDay(input)
    const today = dayOf(input.now)
    if (day === null || day < today) return { outcome: 'unclear', slots: { until: null, days: null } }
    if (day > addDays(today, MOST_DAYS)) return { outcome: 'too-long', values: { most_days: MOST_DAYS } }
    const quietUntil = instantOf(addDays(day, 1))
    return {
      values: { last_day: { day } },
      writes: (await peopleHere(farm)).map(({ id }) => update('people', { id }, { quietUntil })),
    }
  },
}

export const wishActions: FarmAction[] = [agreeToAdvertising, refuseAdvertising, restMessages]
