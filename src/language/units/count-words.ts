/** Things counted one by one, by the name a reading gives them. */
export const counts = [
  'con',
  'quả',
  'trái',
  'cây',
  'bó',
  'xe',
  'bắp',
  'buồng',
  'nải',
  'cành',
  'tổ',
  'đõ',
  'đàn',
  'mớ',
  'bầu',
  'hom',
  'công',
  'khay',
]
/** What is filled, and only the household knows how much goes in. */
export const containers = [
  'bao',
  'gùi',
  'gánh',
  'thúng',
  'bung',
  'cum',
  'cụm',
  'túi',
  'rổ',
  'sọt',
  'thùng',
  'bịch',
  'bì',
  'chai',
  'lọ',
]
/** Sets of things: how many one is. */
export const sets: readonly [string, number][] = [
  ['đôi', 2],
  ['cặp', 2],
  ['tá', 12],
]
/** Without accents these are other words too often to be counted (gọi, họp, vì, cháu, hư; the name Bình). */
export const accentedCounts = ['gói', 'hộp', 'vỉ']
/** The same of what is filled. */
export const accentedContainers = ['bình', 'xô', 'chậu', 'hũ', 'lồng', 'rọ']
/** Other words for what is filled, with the name a reading gives. */
export const containerSpellings: [string, string][] = [
  ['bao tải', 'bao'],
  ['tải', 'bao'],
]
/** Every word for what is filled. */
export const containerSpelled: readonly string[] = [
  ...containers,
  ...accentedContainers,
  ...containerSpellings.map(([word]) => word),
]
