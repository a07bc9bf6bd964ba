import { formatNumber } from '../../conversation/format.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { containerKg } from './said.ts'

/** "2-3 tạ" is kept as the figure between; said back is what it stands for: `200-300 kg`. null: the quantity was no range. */
export function rangeText(slots: ActionInput['slots']): string | null {
  const { quantity } = slots
  if (quantity?.type !== 'mass' && quantity?.type !== 'volume' && quantity?.type !== 'count') return null
  const { min, max } = quantity
  if (min === undefined || max === undefined) return null
  const each = containerKg(slots)
  // Weighed as a whole: the weight is a figure, whatever the sacks were.
  if (each === null && slots.all_kg?.type === 'mass') return null
  const [factor, unit] = each === null ? [1, unitOf(quantity)] : [each, 'kg']
  return `${formatNumber(min * factor)}-${formatNumber(max * factor)} ${unit}`
}

function unitOf(quantity: { type: 'mass' } | { type: 'volume' } | { type: 'count'; unit: string }): string {
  switch (quantity.type) {
    case 'mass':
      return 'kg'
    case 'volume':
      return 'lít'
    case 'count':
      return quantity.unit
  }
}
