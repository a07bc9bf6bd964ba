import type { Expectation } from './case.ts'

/** Mobile numbers of eleven digits ended on 15 November 2018: what each prefix became (Ministry of Information and Communications, plan of 2018). */
const RENEWED: Record<string, string> = {
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0186': '056',
  '0188': '058',
  '0199': '059',
}

/** The Vietnamese phone number of a written text, in digits; null as the value for what is none (foreign, too short, a card, an address). */
export function writtenPhone(text: string): Expectation {
  const written = /\+?\d[\d .-]*\d/u.exec(text)?.[0] ?? ''
  const digits = written.replace(/[ -]/g, '').replace(/^\+840?/, '0')
  const renewed = digits.length === 11 ? digits.replace(/^\d{4}/, (prefix) => RENEWED[prefix] ?? prefix) : digits
  const isNumber = /^0[35789]\d{8}$|^02\d{9}$/.test(renewed)
  return { as: 'phone', value: isNumber ? { phone: `+84${renewed.slice(1)}` } : null }
}
