import { isOneOf } from '../words.ts'

/** Who harvested, and how it is said, beside the crop and the amount: "e thu 1 ta ruoi gung", "ck e vua be dc 3 ta ngo". */
const HARVEST_WORDS = [
  ...['e', 'em', 'tôi', 'mình', 'cháu', 'nhà', 'ck', 'vk', 'chồng', 'vợ', 'bố', 'mẹ', 'anh', 'chị', 'ông', 'bà'],
  // "mới" is not among them: without accents it may be "mỗi".
  ...['vừa', 'thu', 'gặt', 'bẻ', 'dỡ', 'đào', 'nhổ', 'hái', 'bới', 'được', 'dc', 'đc', 'xong', 'rồi', 'về'],
]

/** Whether what is left over of a text says nothing of its own: "bán" would, and "phun"; an emoji does not. */
export const isNoMatter = (rest: string): boolean =>
  rest
    .split(/[\s,.;!]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .every((word) => isOneOf(word, HARVEST_WORDS))
