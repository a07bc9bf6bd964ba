import type { ActionInput } from '../../conversation/world.ts'
import type { Crop } from '../../language/types.ts'
import type { Row } from '../../store/writes.ts'
import type { Farm, FarmAction, FarmCondition } from '../farm.ts'
import {
  areaOf,
  changesOf,
  isInContainers,
  lastReport,
  MOST_SACK_KG,
  quantityOf,
  quantityText,
  saysAll,
  unweighedUnit,
} from '../yields/said.ts'

const SQUARE_METRES_PER_HECTARE = 10_000
/** More land under one crop than a hill household farms: bounds a report that tells no area. */
const MOST_HECTARES = 3
/** The most of one crop by one household in one report, where the crop has no bound for a hectare. */
const MOST_KG = 30_000

/** What is doubted: a report as told, or as it would be after a change. */
interface Reported {
  crop: Crop | undefined
  quantityKg: number | null
  areaM2: number | null
}

const reportedOf = ({ slots, program }: ActionInput): Reported => ({
  crop: slots.crop?.type === 'crop' ? program.crops.get(slots.crop.crop) : undefined,
  quantityKg: quantityOf(slots).quantityKg,
  areaM2: areaOf(slots.area),
})

/** The last report as the change would leave it; null: there is none, or its crop, quantity and area stay. */
async function changedReport(input: ActionInput, farm: Farm): Promise<Row<'yields'> | null> {
  const row = await lastReport(farm.db, input)
  if (!row) return null
  const after = { ...row, ...changesOf(input, row) }
  const isSame = after.crop === row.crop && after.quantityKg === row.quantityKg && after.areaM2 === row.areaM2
  return isSame ? null : after
}

/** The most that can be, in kg, rounded up to what people say. */
function mostKg({ crop, areaM2 }: Reported): number {
  const [, kgPerHa] = crop?.yieldKgPerHa ?? []
  if (kgPerHa === undefined) return MOST_KG
  const hectares = areaM2 === null ? MOST_HECTARES : areaM2 / SQUARE_METRES_PER_HECTARE
  return Math.ceil((kgPerHa * hectares) / 10) * 10
}

const isUnlikely = (reported: Reported): boolean =>
  reported.quantityKg !== null && reported.quantityKg > mostKg(reported)

const yieldBound: FarmAction = {
  name: 'yield-bound',
  about: {
    vi: 'Cho biết mức cao nhất của cây đó trên diện tích đó (không nói diện tích: của một hộ).',
    en: 'Gives the most that crop yields on that area (no area told: for one household).',
  },
  outcomes: {},
  gives: ['most'],
  longest: { most: '123.456 kg' },
  reads: ['crop', 'area'],
  keeps: false,
  run: async (input) => ({ values: { most: { kg: mostKg(reportedOf(input)) } } }),
}

const changeBound: FarmAction = {
  name: 'change-bound',
  about: {
    vi: 'Cho biết báo cáo sau khi sửa, và mức cao nhất của cây đó trên diện tích đó.',
    en: 'Gives the report as it would be after the change, and the most that crop yields on that area.',
  },
  outcomes: {},
  gives: ['crop', 'quantity', 'area', 'most'],
  longest: { most: '123.456 kg' },
  reads: ['crop', 'quantity', 'area'],
  keeps: false,
  async run(input, farm) {
    const row = await changedReport(input, farm)
    if (!row) return {}
    return {
      values: {
        crop: { crop: row.crop, form: row.form },
        quantity: quantityText(row),
        area: row.areaM2 === null ? null : { m2: row.areaM2 },
        most: { kg: mostKg({ ...row, crop: input.program.crops.get(row.crop) }) },
      },
    }
  },
}

export const yieldBoundActions: FarmAction[] = [yieldBound, changeBound]

const unlikelyYield: FarmCondition = {
  name: 'unlikely-yield',
  about: {
    vi: 'Lượng báo cao hơn mức cây đó có thể đạt trên diện tích đó, hoặc hơn mức một hộ có thể thu.',
    en: 'More than that crop can give on that area, or than one household can harvest.',
  },
  reads: ['crop', 'quantity', 'area'],
  check: async (input) => isUnlikely(reportedOf(input)),
}

const unlikelyChange: FarmCondition = {
  name: 'unlikely-change',
  about: {
    vi: 'Sửa như vừa nói thì lượng cao hơn mức cây đó có thể đạt.',
    en: 'Changed as just said, the report would be more than that crop can give.',
  },
  reads: ['crop', 'quantity', 'area'],
  check: async (input, farm) => {
    const row = await changedReport(input, farm)
    return row !== null && isUnlikely({ ...row, crop: input.program.crops.get(row.crop) })
  },
}

/** Things sold by the piece need no weight; sacks and baskets of what is sold by weight do. */
const toldInContainers: FarmCondition = {
  name: 'told-in-containers',
  about: {
    vi: 'Lượng nói bằng bao, gùi, thúng… của thứ bán theo cân, chưa biết mỗi cái mấy kg.',
    en: 'Told in sacks or baskets of what is sold by weight, the weight of one not known.',
  },
  reads: ['crop', 'quantity'],
  check: async (input) => isInContainers(input.slots.quantity) && reportedOf(input).crop?.soldBy === 'mass',
}

const changedInContainers: FarmCondition = {
  name: 'changed-in-containers',
  about: {
    vi: 'Sửa thành số bao, gùi, thúng… của thứ bán theo cân, chưa biết mỗi cái mấy kg.',
    en: 'Changed to sacks or baskets of what is sold by weight, the weight of one not known.',
  },
  reads: ['crop', 'quantity'],
  check: async (input, farm) => {
    const row = await lastReport(farm.db, input)
    const { quantity } = input.slots
    return (
      row !== undefined &&
      isInContainers(quantity) &&
      unweighedUnit({ ...row, ...changesOf(input, row) }, input.program) !== null
    )
  },
}

/** Told where the weight of one was asked for, and too much for one: of all the sacks, which is asked unless it was said. */
const perhapsOfAll: FarmCondition = {
  name: 'perhaps-of-all',
  about: {
    vi: 'Hỏi mỗi bao mấy kg mà số nói nặng quá một bao, cũng không nói là tổng: có lẽ là của tất cả.',
    en: 'Asked for the weight of one sack, told more than one holds without saying it is of all: perhaps it is.',
  },
  reads: ['container_kg', 'all_kg'],
  check: async ({ slots, text }) =>
    slots.all_kg?.type === 'mass' &&
    slots.all_kg.kg > MOST_SACK_KG &&
    slots.container_kg === undefined &&
    !saysAll(text),
}

export const yieldConditions: FarmCondition[] = [
  unlikelyYield,
  unlikelyChange,
  toldInContainers,
  changedInContainers,
  perhapsOfAll,
]
