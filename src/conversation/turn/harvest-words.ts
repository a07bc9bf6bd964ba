import { isOneOf } from '../words.ts'

/** Who harvested, and how it is said, beside the crop and the amount: "e thu 1 ta ruoi gung", "ck e vua be dc 3 ta ngo". */
const HARVEST_WORDS = [
  ...['e', 'em', 'tôi', 'mình', 'cháu', 'nhà', 'ck', 'vk', 'chồng', 'vợ', 'bố', 'mẹ', 'anh', 'chị', 'ông', 'bà'],
  ...[
    'bác',
    'cô',
    'chú',
    'ơi',
    'dạ',
    'thưa',
    'vâng',
    'chào',
    'đó',
    'đấy',
    'nhé',
    'nha',
    'nhá',
    'à',
    'ừ',
    'ok',
    'cán',
    'bộ',
  ],
  // "mới" is not among them: without accents it may be "mỗi".
  ...['vừa', 'thu', 'gặt', 'bẻ', 'dỡ', 'đào', 'nhổ', 'hái', 'bới', 'được', 'dc', 'đc', 'xong', 'rồi', 'về'],
]

/** Whether what is left over of a text says nothing of its own: "bán" would, and "phun"; an emoji does not. */
export const isNoMatter = (rest: string): boolean =>
  rest
    .split(/[\s,.;!]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .every((word) => isOneOf(word, HARVEST_WORDS))

/** "gừng đào được 3 yến": how it was brought in, and that it was. */
const BROUGHT_IN = ['thu', 'gặt', 'bẻ', 'dỡ', 'đào', 'nhổ', 'hái', 'bới', 'cắt', 'chặt']
const SELLING = ['bán', 'giá']

/** Whether what is left over of a text says that it was harvested, and else only that it is sold: "đào được 3 yến, bán 6k5/kg". */
export const isHarvestSold = (text: string, rest: string): boolean => {
  const words = rest.split(/[\s,.;!]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const told = text.split(/[\s,.;!]+/)
  const isBroughtIn = told.some(
    (word, at) => isOneOf(word, BROUGHT_IN) && isOneOf(told[at + 1] ?? '', ['được', 'đc', 'dc']),
  )
  return isBroughtIn && words.every((word) => isOneOf(word, HARVEST_WORDS) || isOneOf(word, SELLING))
}
