import { localTime } from '../../conversation/calendar.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { readFacts } from '../../language/facts.ts'
import { tellsNoHarvest } from '../../language/intents/no-harvest.ts'
import { addressedName } from '../../language/names/addressed-name.ts'
import { readNames } from '../../language/names/member-names.ts'
import type { Fact, ReadingContext } from '../../language/types.ts'
import { membersOf } from '../../store/queries/members.ts'
import type { Farm, FarmAction } from '../farm.ts'

/** What the words of a report say besides its figures: whether it is one, and whose. */

function factsOf({ text, now, program, person }: ActionInput, farm: Farm): { facts: Fact[]; rest: string } {
  const context: ReadingContext = {
    now: localTime(now),
    crops: program.crops,
    places: program.places,
    markets: program.markets,
    saoM2: farm.settings.saoM2,
    tense: 'past',
    containerKg: person.containerKg,
  }
  const types = ['crop', 'mass', 'count', 'volume', 'area', 'date'] as const
  const read = readFacts(text, types, context)
  // "bc mat 20 can": a crop's name alone is one in a report.
  return read.facts.some(({ type }) => type === 'crop')
    ? read
    : readFacts(text, types, { ...context, expect: ['crop'] })
}

const readHarvest: FarmAction = {
  name: 'read-harvest',
  about: {
    vi: 'Xem tin có thể nói việc khác chứ không phải đã thu không: dự định, câu hỏi, mất mát, bón, gieo, vay, mua, của nhà khác.',
    en: 'Looks whether the text may be of something else than a harvest: a plan, a question, a loss, inputs, a loan, a purchase, another’s.',
  },
  outcomes: { unsure: 'Có thể không phải là đã thu / it may be no harvest' },
  gives: [],
  reads: ['crop', 'quantity'],
  keeps: false,
  run: async (input, farm) => (tellsNoHarvest(input.text, factsOf(input, farm).facts) ? { outcome: 'unsure' } : {}),
}

const readWhose: FarmAction = {
  name: 'read-whose',
  about: {
    vi: 'Xem tin có nói tên người khác không: một xã viên khác, hay "anh Páo", "chị Mỷ". Máy nhiều người dùng chung thì không xem.',
    en: 'Looks whether the text names somebody else: another member, or "anh Páo", "chị Mỷ". Not on a phone that several share.',
  },
  outcomes: { another: 'Nói tên người khác / it names somebody else' },
  gives: ['name'],
  longest: { name: 'Hoàng Thị Mẩy' },
  reads: [],
  keeps: false,
  async run(input, farm) {
    const name = input.isShared ? null : await nameOfAnother(input, farm)
    return name === null ? {} : { outcome: 'another', values: { name } }
  },
}

/** Whom a report names, as the text has it, where that is not its sender; null: nobody. */
async function nameOfAnother(input: ActionInput, farm: Farm): Promise<string | null> {
  const { person, text } = input
  const called = addressedName(text)
  const own = person.name?.normalize('NFC').toLowerCase().split(/\s+/) ?? []
  if (
    called !== null &&
    !called
      .toLowerCase()
      .split(/\s+/)
      .every((word) => own.includes(word))
  )
    return called
  // Words that were read as something are no name: without any left, no list of members is needed.
  if (person.cooperativeId === null || !/\p{L}{2}/u.test(factsOf(input, farm).rest)) return null
  const members = (await membersOf(farm.db, person.cooperativeId)).map((each) => each.person)
  const named = readNames(text, members).find(({ readings }) => readings.every((each) => each.person !== person.id))
  return named?.said ?? null
}

export const readReportActions: FarmAction[] = [readHarvest, readWhose]
