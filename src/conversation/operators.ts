/** Mobile operators of Vietnam, as price tables name them; `wintel` was Reddi. */
export const OPERATORS = ['viettel', 'vinaphone', 'mobifone', 'vietnamobile', 'gmobile', 'itel', 'wintel'] as const
export type Operator = (typeof OPERATORS)[number]

/** The first two digits after +84, by operator, as given out since 2018 (sms.md §5; Itel and Wintel are unconfirmed there). */
const PREFIXES: Readonly<Record<Operator, readonly string[]>> = {
  viettel: ['32', '33', '34', '35', '36', '37', '38', '39', '86', '96', '97', '98'],
  vinaphone: ['81', '82', '83', '84', '85', '88', '91', '94'],
  mobifone: ['70', '76', '77', '78', '79', '89', '90', '93'],
  vietnamobile: ['52', '56', '58', '92'],
  gmobile: ['59', '99'],
  itel: ['87'],
  wintel: ['55'],
}

/**
 * Whose number it was given out as: a hint only, since a number may be taken along to another operator.
 * @param urn `tel:+84912345678`; null where that says nothing: another address, a foreign number, a prefix of nobody
 */
export function operatorOf(urn: string): Operator | null {
  const prefix = /^tel:\+84(\d\d)\d{7}$/.exec(urn)?.[1]
  if (prefix === undefined) return null
  return OPERATORS.find((operator) => PREFIXES[operator].includes(prefix)) ?? null
}
