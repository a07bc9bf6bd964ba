import type { Fact } from '../../language/types.ts'
import type { SlotValue } from '../types.ts'

/** The readings of a fact as values a slot holds, each tagged with its kind. */
export function slotValuesOf(fact: Fact): SlotValue[] {
  switch (fact.type) {
    case 'number':
      return fact.readings.map((reading) => ({ type: 'number', ...reading }))
    case 'money':
      return fact.readings.map((reading) => ({ type: 'money', ...reading }))
    case 'mass':
      return fact.readings.map((reading) => ({ type: 'mass', ...reading }))
    case 'area':
      return fact.readings.map((reading) => ({ type: 'area', ...reading }))
    case 'count':
      return fact.readings.map((reading) => ({ type: 'count', ...reading }))
    case 'volume':
      return fact.readings.map((reading) => ({ type: 'volume', ...reading }))
    case 'date':
      return fact.readings.map((reading) => ({ type: 'date', ...reading }))
    case 'crop':
      return fact.readings.map((reading) => ({ type: 'crop', ...reading }))
    case 'place':
      return fact.readings.map((reading) => ({ type: 'place', ...reading }))
    case 'phone':
      return fact.readings.map((reading) => ({ type: 'phone', ...reading }))
    case 'yes-no':
      return fact.readings.map((reading) => ({ type: 'yes-no', ...reading }))
  }
}
