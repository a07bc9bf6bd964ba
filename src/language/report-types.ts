import type { FactType } from './types.ts'

/** The kinds of fact a report of a harvest or a sale tells. */
export const REPORT_TYPES = [
  'crop',
  'mass',
  'count',
  'volume',
  'area',
  'money',
  'place',
  'date',
] as const satisfies readonly FactType[]
