/** Square metres of a field unit, by its name. */
export type FieldUnit = readonly [name: string, m2: number]

/**
 * Where a text names the region itself: Nghị định 86/2012/NĐ-CP. Farmers in the south call 1,296 m² a công and as often 1,000; in the north a công alone is
 * a day's labour, but công đất is land.
 */
const named: readonly FieldUnit[] = [
  ...['Bắc Bộ', 'miền Bắc'].flatMap((region): FieldUnit[] => [
    [`sào ${region}`, 360],
    [`mẫu ${region}`, 3600],
    [`thước ${region}`, 24],
  ]),
  ...['Trung Bộ', 'miền Trung'].flatMap((region): FieldUnit[] => [
    [`sào ${region}`, 499.95],
    [`mẫu ${region}`, 4999.5],
    [`thước ${region}`, 33.33],
  ]),
  ['công Nam Bộ', 1296],
  ...['công miền Nam', 'công đất', 'công ruộng', 'công vườn'].flatMap((name): FieldUnit[] => [
    [name, 1296],
    [name, 1000],
  ]),
]

/** Sào, thước and mẫu follow the region's sào (Nghị định 86/2012/NĐ-CP: 360 m² in the north): 15 thước to the sào, 10 sào to the mẫu. */
export function fieldUnits(saoM2: number): FieldUnit[] {
  // "Xào" as sào is spoken in the north: behind a figure nothing else is meant.
  return [...named, ['sào', saoM2], ['xào', saoM2], ['thước', saoM2 / 15], ['mẫu', saoM2 * 10]]
}
