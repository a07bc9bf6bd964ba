import type { ActionInput } from '../../conversation/world.ts'
import { type Row, updateOne } from '../../store/writes.ts'
import { recordChange } from '../change.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { keptReport, quantityText } from '../yields/said.ts'

/** Who is texting from a shared phone, and whose a report was. */

/** A report just kept may have been another's: a new talk about who is texting asks so only while it is fresh. */
const FRESH_MS = 10 * 60 * 1000

const askWho: FarmAction = {
  name: 'ask-who',
  about: {
    vi: 'Quên ai đang nhắn tin ở máy chung: bước sau có giữ gì thì hỏi lại, trừ khi tin nói rõ tên.',
    en: 'Forgets who is texting from a shared phone: the next step that keeps something asks, unless the text names them.',
  },
  outcomes: { alone: 'Máy này chỉ có một người / only one person has this phone' },
  gives: [],
  reads: [],
  keeps: false,
  run: async ({ isShared }) => (isShared ? { asksWho: true } : { outcome: 'alone' }),
}

/** The report just kept from this phone, for another than who is texting now. */
async function othersReport(input: ActionInput, farm: Farm): Promise<Row<'yields'> | undefined> {
  const row = await keptReport(farm.db, input)
  return row && row.personId !== null && row.personId !== input.person.id ? row : undefined
}

const describe = (row: Row<'yields'>, { person }: ActionInput) => ({
  name: person.name,
  crop: { crop: row.crop, form: row.form },
  quantity: quantityText(row),
})

const freshReport: FarmAction = {
  name: 'fresh-report',
  about: {
    vi: 'Hỏi ai đang nhắn tin, rồi xem báo cáo vừa ghi có phải của người khác không.',
    en: 'Asks who is texting, then looks whether the report just kept is another person’s.',
  },
  outcomes: { none: 'Không có báo cáo nào vừa ghi cho người khác / no report was just kept for another' },
  gives: ['name', 'crop', 'quantity'],
  longest: { name: 'Hoàng Thị Mẩy' },
  reads: [],
  keeps: true,
  async run(input, farm) {
    const row = await othersReport(input, farm)
    if (!row || input.now - row.recordedAt > FRESH_MS) return { outcome: 'none', values: { name: input.person.name } }
    return { values: describe(row, input) }
  },
}

const moveReport: FarmAction = {
  name: 'move-report',
  about: {
    vi: 'Chuyển báo cáo vừa ghi sang người đang nhắn tin.',
    en: 'Moves the report just kept to whoever is texting.',
  },
  outcomes: { nothing: 'Không có báo cáo nào của người khác để chuyển / there is no report of another to move' },
  gives: ['name', 'crop', 'quantity'],
  longest: { name: 'Hoàng Thị Mẩy' },
  reads: [],
  keeps: true,
  async run(input, farm) {
    const row = await othersReport(input, farm)
    if (!row) return { outcome: 'nothing', values: { name: input.person.name } }
    const { id, cooperativeId, commune } = input.person
    const before = { personId: row.personId, cooperativeId: row.cooperativeId, place: row.place }
    const after = { personId: id, cooperativeId, place: commune }
    return {
      writes: [
        updateOne('yields', { id: row.id, personId: row.personId, withdrawnAt: null }, after),
        recordChange({ record: 'yield', recordId: row.id, before, after }, input, farm),
      ],
      values: describe(row, input),
      record: { kind: 'yield', id: row.id, empty: row.areaM2 === null ? ['area'] : [] },
    }
  },
}

export const whoActions: FarmAction[] = [askWho, freshReport, moveReport]
