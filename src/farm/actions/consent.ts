import type { TextValue } from '../../conversation/types.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { countAnswers } from '../../store/queries/answers.ts'
import { subscriptionsOf } from '../../store/queries/prices.ts'
import { countAttendances } from '../../store/queries/trainings.ts'
import { countYields } from '../../store/queries/yields.ts'
import { update } from '../../store/writes.ts'
import { erasePerson, forgetTold } from '../erase.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { ledger } from './ledger.ts'
import { peopleHere, refusedAdvertising } from './wishes.ts'

const stopMessages: FarmAction = {
  name: 'stop-messages',
  about: {
    vi: 'Ngừng gửi tin tới số này, từ chối cả quảng cáo; cho biết đang hẹn nhắn mấy giá, và lúc nhận lời từ chối quảng cáo.',
    en: 'Stops messages to this URN, advertising too; tells how many prices they had asked to be told of, and when advertising was refused.',
  },
  outcomes: {},
  gives: ['price_alerts', 'refused_at'],
  longest: { price_alerts: '123', refused_at: '10h30 sáng thứ 2, 22/11' },
  reads: [],
  keeps: false,
  async run(input, farm) {
    const advertised = (await peopleHere(farm)).filter(({ advertising }) => advertising === 'agreed')
    return {
      values: {
        price_alerts: (await subscriptionsOf(farm.db, input.person.id)).length || null,
        refused_at: advertised.length > 0 ? { at: input.now } : null,
      },
      writes: [
        update('urns', { id: farm.urn.id }, { stoppedAt: input.now }),
        ledger('stopped', input, farm, input.text),
        ...refusedAdvertising(advertised, input, farm),
      ],
    }
  },
}

const startMessages: FarmAction = {
  name: 'start-messages',
  about: { vi: 'Nhận tin lại sau khi đã ngừng hoặc tạm nghỉ.', en: 'Takes messages again after a stop or a rest.' },
  outcomes: {
    'not-stopped': 'Số này đang nhận tin / this URN had not stopped',
    rested: 'Đang tạm nghỉ thì hết nghỉ / it rested, and rests no longer',
  },
  gives: [],
  reads: [],
  keeps: false,
  run: async (input, farm) => {
    const resting = (await peopleHere(farm)).filter(({ quietUntil }) => (quietUntil ?? 0) > input.now)
    const awake = resting.map(({ id }) => update('people', { id }, { quietUntil: null }))
    if (farm.urn.stoppedAt === null)
      return awake.length > 0 ? { outcome: 'rested', writes: awake } : { outcome: 'not-stopped' }
    return {
      writes: [
        ...awake,
        update('urns', { id: farm.urn.id }, { stoppedAt: null }),
        ledger('started', input, farm, input.text),
      ],
    }
  },
}

/** What is held about a person, beside the number and the texts; null: nothing of that kind. */
async function heldOf(person: ActionInput['person'], farm: Farm): Promise<Record<string, TextValue>> {
  const reports = (await countYields(farm.db, person.id)).reduce((sum, each) => sum + each.reports, 0)
  return {
    name: person.name,
    place: person.commune ? { place: person.commune } : null,
    cooperative: person.cooperativeName,
    reports: reports || null,
    trainings: (await countAttendances(farm.db, person.id)) || null,
    price_alerts: (await subscriptionsOf(farm.db, person.id)).length || null,
    surveys: (await countAnswers(farm.db, person.id)) || null,
  }
}

const isNothing = (held: Record<string, TextValue>): boolean => Object.values(held).every((value) => value === null)

/** What waits for consent; on a shared phone, where it may be another's, no more than what kind it is of. */
const waitingText = (waiting: ActionInput['waiting'], isShared: boolean): TextValue => ({
  texts: waiting.map(({ title, values: { crop = null, quantity = null } }) => ({
    key: 'my-data.waiting',
    values: isShared ? { title, crop: null, quantity: null } : { title, crop, quantity },
  })),
})

const showHeld: FarmAction = {
  name: 'show-held',
  about: { vi: 'Kể những gì đang lưu về người này.', en: 'Tells what is held about this person.' },
  outcomes: { nothing: 'Chỉ có số máy và tin nhắn / nothing but the number and the texts' },
  gives: ['name', 'place', 'cooperative', 'reports', 'trainings', 'surveys', 'price_alerts', 'listwaiting'],
  longest: { reports: '1.234', trainings: '123', surveys: '123', price_alerts: '123' },
  reads: [],
  keeps: false,
  isPersonal: true,
  run: async ({ person, waiting, isShared }, farm) => {
    const listwaiting = waiting.length > 0 ? waitingText(waiting, isShared) : null
    const values = { ...(await heldOf(person, farm)), listwaiting }
    return isNothing(values) ? { outcome: 'nothing', values } : { values }
  },
}

const refuseConsent: FarmAction = {
  name: 'refuse-consent',
  about: {
    vi: 'Ghi lời không đồng ý của người đang nhắn tin; máy chung thì hỏi là ai trước.',
    en: 'Keeps the refusal of whoever is texting; on a shared phone it is asked who that is.',
  },
  outcomes: { held: 'Đang lưu những gì đã có từ trước / what was kept before is still held' },
  gives: [],
  reads: [],
  keeps: false,
  isPersonal: true,
  run: async (input, farm) => {
    const held = isNothing(await heldOf(input.person, farm)) ? {} : { outcome: 'held' }
    // Where it was known who is texting, it is kept already.
    if (input.person.consent === 'refused') return held
    return {
      ...held,
      writes: [
        update('people', { id: input.person.id }, { consent: 'refused' }),
        ledger('refused', input, farm, input.text),
        ...forgetTold(input.person.id),
      ],
      forgets: true,
    }
  },
}

const eraseData: FarmAction = {
  name: 'erase-data',
  about: {
    vi: 'Xoá dữ liệu của người này; số liệu sản lượng giữ lại, không còn tên.',
    en: 'Erases this person; yield figures stay, without the person.',
  },
  outcomes: {},
  gives: [],
  reads: [],
  keeps: false,
  isPersonal: true,
  run: async (input, farm) => ({
    writes: await erasePerson(farm.db, input.person.id, {
      urnId: farm.urn.id,
      isTalking: true,
      now: input.now,
      newId: farm.newId,
      source: 'message',
      messageId: input.messageId,
    }),
    forgets: true,
  }),
}

export const consentActions: FarmAction[] = [stopMessages, startMessages, showHeld, refuseConsent, eraseData]
