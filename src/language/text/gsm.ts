/** 3GPP TS 23.038: the default alphabet, one septet each, and its extension, two. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '^{}\\[]~|€\f'
const septets = new Map([
  ...[...BASIC].map((char) => [char, 1] as const),
  ...[...EXTENSION].map((char) => [char, 2] as const),
])

/** Septets that a character takes in an SMS of the 7-bit alphabet, 1 or 2; 0: it is not in it. */
export const septetsOf = (char: string): number => septets.get(char) ?? 0

/** Whether every character is in the 7-bit alphabet. One that is not makes the whole SMS UCS-2, of 70 characters. */
export const isGsm7 = (text: string): boolean => [...text].every((char) => septets.has(char))
