import type { TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { trainingOutbox } from '../../store/queries/outbox.ts'
import { loadUrn } from '../../store/queries/people.ts'
import { attendanceOf, attendancesOf, loadTraining, plannedTrainings } from '../../store/queries/trainings.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { isFor } from '../trainings/audience.ts'
import { retractFor } from '../trainings/retract.ts'
import { textsOf, trainingsIn, valuesOf } from '../trainings/texts.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** How far ahead one who asks is told, and of how many. */
const AHEAD_MS = 60 * DAY_MS
const MOST_LISTED = 2
/** Messages about trainings looked back over. */
const MOST_TOLD = 30
/** Trainings told on request, for DI. */
const MEMORY = 'trainings'
/** The training answered last. */
const ANSWERED = 'training-answered'

interface Told {
  /** Still to come, the last told first. */
  open: Row<'trainings'>[]
  wasTold: boolean
  /** Ids in the last message about trainings, and when it was sent, epoch ms. */
  last: { at: number; ids: readonly string[] }
}

/** Trainings this phone was told of. */
async function toldOf(input: ActionInput, farm: Farm): Promise<Told> {
  const rows = await trainingOutbox(farm.db, farm.urn.id, MOST_TOLD)
  const reached = rows.filter((row) => !['cancelled', 'expired', 'failed', 'stopped'].includes(row.status))
  const listed = input.memory[MEMORY]
  const asked = listed && Array.isArray(listed.value) ? listed.value.filter((id) => typeof id === 'string') : []
  const letters = reached
    .filter((row) => row.dueAt <= input.now)
    .map((row) => ({ at: row.dueAt, ids: trainingsIn(textsOf(row)) }))
  if (listed) letters.push({ at: listed.at, ids: asked })
  letters.sort((a, b) => b.at - a.at)
  const ids = [...new Set(letters.flatMap((letter) => letter.ids))]
  const found = await Promise.all(ids.map((id) => loadTraining(farm.db, id)))
  const open = found.filter((each) => each !== undefined).filter((each) => isOpen(each, input.now))
  return { open, wasTold: ids.length > 0, last: letters[0] ?? { at: 0, ids: [] } }
}

const isOpen = (training: Row<'trainings'>, now: number): boolean =>
  training.status === 'planned' && training.startsAt > now

/**
 * Which one an answer is about: the one just answered, where this takes it back; the only one; the last told, where every
 * other is answered. A no is about one not declined yet: the one just told alone, else the one they go to. null: ask.
 */
async function meantOf(
  { open, last }: Told,
  answer: 'yes' | 'no',
  input: ActionInput,
  farm: Farm,
): Promise<Row<'trainings'> | null> {
  const said = new Map<string, string>()
  for (const { id } of open) {
    const before = await attendanceOf(farm.db, id, input.person.id)
    if (before) said.set(id, before.answer)
  }
  const answered = input.memory[ANSWERED]
  const just = answered && answered.at >= last.at ? open.find(({ id }) => id === answered.value) : undefined
  if (just && said.has(just.id) && said.get(just.id) !== answer) return just
  if (answer === 'yes') return lastTold(open, said)
  const kept = open.filter(({ id }) => said.get(id) !== 'no')
  if (kept.length < 2) return kept[0] ?? lastTold(open, said)
  if (kept.filter(({ id }) => last.ids.includes(id)).length === 1) return lastTold(kept, said)
  const going = kept.filter(({ id }) => said.get(id) === 'yes')
  return going.length === 1 ? (going[0] ?? null) : null
}

/** The last told, where every other is answered; else null. */
function lastTold(
  [last, ...others]: readonly Row<'trainings'>[],
  said: ReadonlyMap<string, string>,
): Row<'trainings'> | null {
  return last && others.every(({ id }) => said.has(id)) ? last : null
}

/** "ĐI 2" names it by its place in the list, and the flow's triggers let nothing else stand beside it. */
function pickOf({ slots, text }: ActionInput): number | undefined {
  if (slots.pick?.type === 'number') return slots.pick.number
  const figure = /^\D+(\d)\D*$/.exec(text)?.[1]
  return figure === undefined ? undefined : Number(figure)
}

const findToldTraining: FarmAction = {
  name: 'find-told-training',
  about: {
    vi: 'Xem có lớp nào đang chờ trả lời không, chưa giữ gì.',
    en: 'Looks whether any training waits for an answer; keeps nothing.',
  },
  outcomes: {
    none: 'Chưa được báo lớp nào / told of no training',
    past: 'Lớp đã báo không còn nữa / what they were told of is over or cancelled',
  },
  gives: [],
  reads: [],
  keeps: false,
  async run(input, farm) {
    const { open, wasTold } = await toldOf(input, farm)
    return open.length > 0 ? {} : { outcome: wasTold ? 'past' : 'none' }
  },
}

const answerTraining: FarmAction = {
  name: 'answer-training',
  about: {
    vi: 'Giữ câu trả lời đi hay không đi lớp tập huấn vừa được báo.',
    en: 'Keeps whether the person comes to the training they were told of.',
  },
  outcomes: {
    none: 'Chưa được báo lớp nào / told of no training',
    past: 'Lớp đã báo không còn nữa / what they were told of is over or cancelled',
    which: 'Có mấy lớp, chưa rõ lớp nào / several are open',
    full: 'Lớp đã đủ người / no seat is left',
  },
  params: { answer: 'yes: đi, no: không đi / yes or no' },
  gives: ['title', 'start', 'place', 'listOpen', 'several'],
  reads: ['pick'],
  keeps: true,
  async run(input, farm) {
    const told = await toldOf(input, farm)
    const { open, wasTold } = told
    if (open.length === 0) return { outcome: wasTold ? 'past' : 'none' }
    const answer = input.params.answer === 'no' ? 'no' : 'yes'
    const pick = pickOf(input)
    const inOrder = [...open].sort((a, b) => a.startsAt - b.startsAt)
    const training = pick === undefined ? await meantOf(told, answer, input, farm) : inOrder[pick - 1]
    if (!training) return { outcome: 'which', slots: { pick: null }, values: { listOpen: optionsOf(inOrder) } }
    const values = { ...valuesOf(training), several: open.length > 1 ? open.length : null }
    const writes = answer === 'yes' ? await yes(training, input, farm) : await no(training, input, farm)
    return writes ? { writes, values, memory: { [ANSWERED]: training.id } } : { outcome: 'full', values }
  },
}

const optionsOf = (trainings: readonly Row<'trainings'>[]): TextValue => ({
  options: trainings.map((training) => ({ texts: [{ key: 'training.option', values: valuesOf(training) }] })),
})

/** null: no seat is left. Two who take the last seat at once: the second is a conflict, and finds it taken. */
async function yes(training: Row<'trainings'>, input: ActionInput, farm: Farm): Promise<Write[] | null> {
  const { capacity } = training
  if (capacity === null) return keepAnswer(training, 'yes', input, farm)
  const answers = await attendancesOf(farm.db, training.id)
  const taken = answers.filter(({ answer, personId }) => answer === 'yes' && personId !== input.person.id)
  if (taken.length >= capacity) return null
  // Moved on by every seat taken, so that whoever counted before is refused.
  const updatedAt = Math.max(input.now, training.updatedAt + 1)
  const lock = updateOne('trainings', { id: training.id, updatedAt: training.updatedAt }, { updatedAt })
  return [lock, ...(await keepAnswer(training, 'yes', input, farm))]
}

/** What is not yet sent to them about it is taken back, unless another shares the phone. */
async function no(training: Row<'trainings'>, input: ActionInput, farm: Farm): Promise<Write[]> {
  const writes = await keepAnswer(training, 'no', input, farm)
  const isShared = ((await loadUrn(farm.db, farm.urn.id))?.people.length ?? 0) > 1
  return isShared ? writes : [...writes, ...(await retractFor(farm.db, farm.urn.id, training.id, input.now))]
}

async function keepAnswer(
  training: Row<'trainings'>,
  answer: 'yes' | 'no',
  { person, now }: ActionInput,
  farm: Farm,
): Promise<Write[]> {
  const before = await attendanceOf(farm.db, training.id, person.id)
  const key = { trainingId: training.id, personId: person.id }
  if (!before) return [insert('attendances', { ...key, answer, channel: farm.channel, at: now })]
  if (before.answer === answer) return []
  return [updateOne('attendances', { ...key, answer: before.answer }, { answer, channel: farm.channel, at: now })]
}

const nextTrainings: FarmAction = {
  name: 'next-trainings',
  about: { vi: 'Các lớp tập huấn sắp tới của nhà mình.', en: 'The next trainings for this person.' },
  outcomes: { none: 'Chưa có lớp nào / there is none' },
  gives: ['listNext', 'several'],
  reads: [],
  keeps: false,
  async run(input, farm): Promise<ActionResult<Write>> {
    const planned = await plannedTrainings(farm.db, input.now, input.now + AHEAD_MS)
    const next = planned.filter((training) => isFor(training, input.person)).slice(0, MOST_LISTED)
    if (next.length === 0) return { outcome: 'none' }
    return {
      values: {
        listNext: { texts: next.map((training) => ({ key: 'training.told', values: valuesOf(training) })) },
        several: next.length > 1 ? next.length : null,
      },
      memory: { [MEMORY]: next.map(({ id }) => id) },
    }
  },
}

export const trainingActions: FarmAction[] = [findToldTraining, answerTraining, nextTrainings]
