import { z } from 'zod'
import type { FormerPlace, Place, PlaceBook } from '../types.ts'
import { type BookProblem, problemsOf } from './problems.ts'

const region = z
  .string()
  .regex(/^(?:huyện|thị xã|thành phố) \S/, 'a district is written with huyện, thị xã or thành phố')
const placeSchema = z.strictObject({
  code: z.string().regex(/^\d{5}$/, 'a commune code has five digits'),
  name: z.string().min(1),
  level: z.enum(['xã', 'phường', 'đặc khu']),
  district: region.optional(),
  formerNames: z.array(z.string().min(1)).default([]),
  markets: z.array(z.string().min(1)).default([]),
})
const bookSchema = z.strictObject({
  provinces: z.array(
    z.strictObject({
      name: z.string().min(1),
      formerProvinces: z.record(z.string().min(1), z.array(region)).default({}),
      formerDistricts: z.record(region, region).default({}),
      places: z.array(placeSchema),
    }),
  ),
})
type ProvinceEntry = z.infer<typeof bookSchema>['provinces'][number]
type PlaceEntry = z.infer<typeof placeSchema>

/** The places of `content/places.yaml`, by code, from its parsed value; or what is wrong with it. */
export function parsePlaceBook(value: unknown): { book: PlaceBook } | { problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const book = new Map<string, Place>()
  const problems: BookProblem[] = []
  for (const [index, province] of parsed.data.provinces.entries()) {
    for (const [row, place] of province.places.entries()) {
      if (book.has(place.code)) {
        problems.push({
          path: ['provinces', index, 'places', row, 'code'],
          message: `code ${place.code} is given twice`,
        })
      }
      book.set(place.code, toPlace(place, province))
    }
  }
  return problems.length > 0 ? { problems } : { book }
}

function toPlace({ district, formerNames, ...place }: PlaceEntry, province: ProvinceEntry): Place {
  const own = regionsOf(district, province)
  return {
    ...place,
    province: province.name,
    formerRegions: own,
    formerNames: formerNames.map((name) => formerPlace(name, own, province)),
  }
}

/** `phường Sông Hiến`, `Hoàng Tung (huyện Hoà An)`: what bears no level was a xã. */
function formerPlace(written: string, own: readonly string[], province: ProvinceEntry): FormerPlace {
  const [, level, name = written, district] = /^(phường|thị trấn)? ?([^(]+?)(?: \((.+)\))?$/u.exec(written) ?? []
  return { name, level: level ?? 'xã', regions: district === undefined ? own : regionsOf(district, province) }
}

/** A district, the former province it lay in, and older districts that became part of it. */
function regionsOf(district: string | undefined, province: ProvinceEntry): string[] {
  if (district === undefined) return []
  const provinces = Object.entries(province.formerProvinces).filter(([, districts]) => districts.includes(district))
  const older = Object.entries(province.formerDistricts).filter(([, newer]) => newer === district)
  return [district, ...provinces.map(([name]) => `tỉnh ${name}`), ...older.map(([name]) => name)]
}
