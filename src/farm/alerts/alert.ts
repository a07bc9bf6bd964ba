import { z } from 'zod'
import type { TextRef, TextValue } from '../../conversation/types.ts'
import type { Row } from '../../store/writes.ts'
import { priceValue } from '../prices/kinds.ts'

/** What a cooperative pays, as its members are told. */
export interface Alert {
  cooperative: string
  crop: string
  form: string | null
  priceVnd: number
  /** Base unit of the price: kg, con, l … */
  unit: string
  /** Commune code. */
  place: string
  /** The last day it holds; null: not said. */
  until: string | null
  /** The price told before, where this one corrects it. */
  beforeVnd: number | null
  /** The row of `prices` it is kept as. */
  priceId: string | null
}

const schema: z.ZodType<Alert> = z.object({
  cooperative: z.string(),
  crop: z.string(),
  form: z.string().nullable(),
  priceVnd: z.number(),
  unit: z.string(),
  place: z.string(),
  until: z.string().nullable(),
  beforeVnd: z.number().nullable(),
  priceId: z.string().nullable(),
})

/** The alert of a stored broadcast. Throws ZodError on what this program can't have written. */
export const alertOf = (broadcast: Pick<Row<'broadcasts'>, 'values'>): Alert => schema.parse(broadcast.values)

export const alertValues = (alert: Alert): Record<string, TextValue> => ({
  cooperative: alert.cooperative,
  crop: { crop: alert.crop, form: alert.form },
  price: priceValue(alert.priceVnd, alert.unit),
  place: { place: alert.place },
  until: alert.until === null ? null : { day: alert.until },
  before: alert.beforeVnd === null ? null : { vnd: alert.beforeVnd },
})

/** What a member reads. */
export const alertText = (alert: Alert): TextRef => ({
  key: alert.beforeVnd === null ? 'alerts.said' : 'alerts.corrected',
  values: alertValues(alert),
})
