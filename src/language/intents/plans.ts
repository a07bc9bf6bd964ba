import { findPhrase } from '../text/words.ts'

/** What tells of a time to come, or of sowing, with accents or without them. */
const PLANS = [
  ...['sang năm', 'năm sau', 'năm tới', 'vụ sau', 'vụ tới', 'dự định', 'định trồng', 'định mua', 'định gieo', 'sẽ'],
  ...['gieo', 'mua giống', 'trồng thêm', 'trồng lại', 'đi trồng'],
]
/** Without their accents these are in (`3 ta trong 2 sao`) and part of family. */
const ACCENTED_PLANS = /(?<!\p{L})(?:trồng|định)(?!\p{L})/iu

/** Whether a text tells what someone means to do, or has sown, rather than what they brought in. */
export const tellsPlan = (text: string): boolean =>
  ACCENTED_PLANS.test(text.normalize('NFC')) || PLANS.some((phrase) => findPhrase(text, phrase) !== null)
