/** What the demonstration is made of: names as they are borne in the hills of Lào Cai, no real person's; prices as content/crops.yaml bounds them. */

const FAMILIES = ['Vàng', 'Lù', 'Sần', 'Hoàng', 'Lý', 'Nông', 'Giàng', 'Thào', 'Má', 'Sùng', 'Tẩn']
const WOMEN = ['Thị Dung', 'Thị Lan', 'Thị Xuân', 'Thị Hoa', 'Thị Pà', 'Thị Chú', 'Thị Dợ', 'Thị Ly']
const MEN = ['Văn Sín', 'Văn Tờ', 'A Chơ', 'A Dình', 'A Phử', 'Văn Hải', 'A Vảng', 'Văn Páo']

/** The name of member `index`, from 0; all of the first 176 differ. */
export function memberName(index: number): string {
  const given = index % 2 === 0 ? WOMEN : MEN
  const family = FAMILIES[Math.floor(index / 2) % FAMILIES.length]
  return `${family} ${given[Math.floor(index / (2 * FAMILIES.length)) % given.length]}`
}

/** VND for one kg, about the middle of what is asked at markets. */
export const DEMO_PRICES = [
  { crop: 'ginger', form: 'fresh', vnd: 14_500 },
  { crop: 'maize', form: 'grain', vnd: 7_200 },
  { crop: 'seng_cu', form: 'milled', vnd: 42_000 },
  { crop: 'seng_cu', form: 'paddy', vnd: 16_500 },
  { crop: 'rice_paddy', form: 'paddy', vnd: 9_500 },
  { crop: 'turmeric', form: 'fresh', vnd: 7_000 },
  { crop: 'canna', form: 'fresh', vnd: 1_800 },
  { crop: 'black_cardamom', form: 'dry', vnd: 150_000 },
  { crop: 'cinnamon', form: 'dry', vnd: 52_000 },
  { crop: 'star_anise', form: 'dry', vnd: 90_000 },
  { crop: 'peanut', form: 'in_shell', vnd: 24_000 },
  { crop: 'soy', form: 'dry', vnd: 19_000 },
  { crop: 'cassava', form: 'fresh', vnd: 2_200 },
] as const

/** `minutes` after midnight. */
export const DEMO_TRAININGS = [
  { title: 'VietGAP gừng', inDays: 4, minutes: 8 * 60, place: 'nhà văn hoá Bản Xèo', capacity: 40 },
  { title: 'ghi nhật ký VietGAP', inDays: 11, minutes: 8 * 60 + 30, place: 'nhà văn hoá Bản Xèo', capacity: 30 },
  { title: 'ủ phân chuồng', inDays: 18, minutes: 14 * 60, place: 'trụ sở HTX Mường Vi', capacity: 25 },
] as const
