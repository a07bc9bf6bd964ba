import { storedSlots } from '../conversation/stored.ts'
import type { SlotValue } from '../conversation/types.ts'

/** One answer as a row of a table shows it. */
export interface AnswerCell {
  /** The slot's name. */
  question: string
  /** In base units: kg, m², l, VND; a choice by the id of its option, a crop or place by its key or code. */
  answer: string | number
  /** `kg`, `m2`, `l`, `con`, `VND`, `VND/kg`; null: it has none. */
  unit: string | null
}

/** The answers kept in one row of `answers`, in the order they were given. Throws where the row holds no slots. */
export const answerCells = (values: unknown): AnswerCell[] =>
  Object.entries(storedSlots.parse(values)).map(([question, value]) => ({ question, ...cell(value) }))

function cell(value: SlotValue): Omit<AnswerCell, 'question'> {
  switch (value.type) {
    case 'number':
      return { answer: value.number, unit: null }
    case 'money':
      return { answer: value.vnd, unit: value.per ? `VND/${value.per}` : 'VND' }
    case 'mass':
      return { answer: value.kg, unit: 'kg' }
    case 'area':
      return { answer: value.m2, unit: 'm2' }
    case 'count':
      return { answer: value.count, unit: value.unit }
    case 'volume':
      return { answer: value.l, unit: 'l' }
    case 'date':
      return { answer: 'date' in value ? value.date : `${value.from}/${value.to}`, unit: null }
    case 'crop':
      return { answer: value.form ? `${value.crop}/${value.form}` : value.crop, unit: null }
    case 'place':
      return { answer: value.place, unit: null }
    case 'phone':
      return { answer: value.phone, unit: null }
    case 'yes-no':
      return { answer: value.yes ? 'yes' : 'no', unit: null }
    case 'text':
      return { answer: value.text, unit: null }
    case 'option':
      return { answer: value.option, unit: null }
  }
}
