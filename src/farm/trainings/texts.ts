import { storedTexts } from '../../conversation/stored.ts'
import type { TextRef, TextValue } from '../../conversation/types.ts'
import type { Row } from '../../store/writes.ts'

/** What the service says about trainings on its own. `training` in the values names which one a line is about. */

/** The texts of an outbox row. Throws ZodError on what this program can't have written. */
export const textsOf = (row: Pick<Row<'outbox'>, 'texts'>): TextRef[] => storedTexts.parse(row.texts)

export const valuesOf = (training: Row<'trainings'>): Record<string, TextValue> => ({
  training: training.id,
  title: training.title,
  start: { at: training.startsAt },
  place: training.place,
})

const ASKS = { key: 'training.answer' }
const ASKS_AGAIN = { key: 'training.answer-yes' }

/** A reminder: the training, and how to answer. */
export const reminderTexts = (training: Row<'trainings'>, hasSaidYes: boolean): TextRef[] => [
  { key: 'training.told', values: valuesOf(training) },
  hasSaidYes ? ASKS_AGAIN : ASKS,
]

export const movedTexts = (training: Row<'trainings'>): TextRef[] => [
  { key: 'training.moved', values: valuesOf(training) },
  ASKS,
]

export const cancelledTexts = (training: Row<'trainings'>): TextRef[] => [
  { key: 'training.cancelled', values: valuesOf(training) },
]

const trainingOf = (text: TextRef): string | null => {
  const { training = null } = text.values ?? {}
  return typeof training === 'string' ? training : null
}

/** Ids of the trainings a message tells about. */
export const trainingsIn = (texts: readonly TextRef[]): string[] => texts.flatMap((text) => trainingOf(text) ?? [])

const startOf = (text: TextRef): number => {
  const start = text.values?.start
  return typeof start === 'object' && start !== null && 'at' in start ? start.at : 0
}

/** Two messages as one: each training once, the soonest first, then how to answer. */
export function mergeTexts(texts: readonly TextRef[], more: readonly TextRef[]): TextRef[] {
  const known = trainingsIn(texts)
  const added = more.filter((text) => trainingOf(text) !== null && !known.includes(trainingOf(text) ?? ''))
  if (added.length === 0) return [...texts]
  const lines = [...texts.filter((text) => trainingOf(text) !== null), ...added]
  return [...lines.sort((a, b) => startOf(a) - startOf(b)), ASKS]
}

/** The message without one training; null: nothing is left of it. */
export function withoutTraining(texts: readonly TextRef[], trainingId: string): TextRef[] | null {
  const left = texts.filter((text) => trainingOf(text) !== trainingId)
  return trainingsIn(left).length > 0 ? left : null
}
