import type { Format } from './case.ts'

/** Units of mass and of land, as taught at school. */
export const unitsSchool: Format = {
  file: 'units_school.jsonl',
  kinds: {
    quantity_kg: ({ expected }) => ({ as: 'mass', value: { kg: expected } }),
    area_m2: ({ expected }) => ({ as: 'area', value: { m2: expected } }),
  },
}
