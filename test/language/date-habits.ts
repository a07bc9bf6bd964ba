import type { Civil } from '../../src/language/days/calendar.ts'

/** A number below ten thousand in words; `pick` chooses among the ways of saying it. */
function inWords(value: number, pick: (ways: readonly string[]) => string): string {
  const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
  const digit = (at: number): string => (at === 7 ? pick(['bảy', 'bẩy']) : (digits[at] ?? ''))
  const units = (unit: number, ten: number): string => {
    if (unit === 5 && ten > 0) return pick(['lăm', 'nhăm'])
    if (unit === 1 && ten > 1) return 'mốt'
    return unit === 4 && ten > 1 ? pick(['bốn', 'tư']) : digit(unit)
  }
  const tens = (below: number): string => {
    const [ten, unit] = [Math.floor(below / 10), below % 10]
    if (ten === 0) return digit(unit)
    if (ten === 1) return unit === 0 ? 'mười' : `mười ${units(unit, 1)}`
    if (unit === 0) return `${digit(ten)} mươi`
    const short = ten === 2 ? [`hăm ${units(unit, 2)}`] : []
    return pick([`${digit(ten)} mươi ${units(unit, ten)}`, `${digit(ten)} ${units(unit, ten)}`, ...short])
  }
  if (value < 100) return tens(value)
  const [thousand, hundred, below] = [Math.floor(value / 1000), Math.floor((value % 1000) / 100), value % 100]
  const tail = below === 0 ? '' : below < 10 ? ` ${pick(['linh', 'lẻ'])} ${digit(below)}` : ` ${tens(below)}`
  const middle = hundred > 0 || pick(['with', 'without']) === 'with' ? ` ${digit(hundred)} trăm` : ''
  const rest = below === 0 && hundred === 0 ? '' : `${middle}${tail}`
  return `${digit(thousand)} ${pick(['nghìn', 'ngàn'])}${rest}`
}

/** A year digit by digit: `hai không hai sáu`. */
function yearByDigits(year: number): string {
  return String(year)
    .split('')
    .map((digit) => ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'][Number(digit)])
    .join(' ')
}

const two = (value: number): string => String(value).padStart(2, '0')
type Pick = (ways: readonly string[]) => string
const month = (value: number, pick: Pick): string => (value === 4 ? pick(['tư', 'bốn']) : inWords(value, pick))

/** The ways of writing a whole date of the solar calendar. */
export const habits: Record<string, (civil: Civil, pick: Pick) => string> = {
  slashes: ({ year, month: m, day }) => `${day}/${m}/${year}`,
  noughts: ({ year, month: m, day }) => `${two(day)}/${two(m)}/${year}`,
  dashes: ({ year, month: m, day }) => `${two(day)}-${two(m)}-${year}`,
  points: ({ year, month: m, day }) => `${day}.${m}.${year}`,
  spaces: ({ year, month: m, day }) => `${day} / ${m} / ${year}`,
  iso: ({ year, month: m, day }) => `${year}-${two(m)}-${two(day)}`,
  mixed: ({ year, month: m, day }) => `${day}/${m}-${year}`,
  named: ({ year, month: m, day }, pick) => `${pick(['ngày', 'hôm', 'Ngày'])} ${day}/${m}/${year}`,
  month: ({ year, month: m, day }, pick) => `${day} ${pick(['tháng', 'thg', 'thang'])} ${m} năm ${year}`,
  monthFirst: ({ year, month: m, day }) => `tháng ${m} ngày ${day} năm ${year}`,
  bareYear: ({ year, month: m, day }) => `ngày ${day} tháng ${m} ${year}`,
  comma: ({ year, month: m, day }) => `${day} tháng ${m}, ${year}`,
  spelled: ({ year, month: m, day }, pick) =>
    `ngày ${inWords(day, pick)} tháng ${month(m, pick)} năm ${pick([inWords(year, pick), yearByDigits(year)])}`,
  spelledMonth: ({ year, month: m, day }, pick) => `ngày ${day} tháng ${month(m, pick)} năm ${year}`,
  wordy: ({ year, month: m, day }) => `hôm ấy là ngày ${day}/${m}/${year} ạ`,
}

/** The ways of writing a time of the day, those that leave nothing open. */
export const clocks: Record<string, (hour: number, minute: number, pick: Pick) => string> = {
  colon: (hour, minute) => `${two(hour)}:${two(minute)}`,
  seconds: (hour, minute) => `${hour}:${two(minute)}:09`,
  h: (hour, minute) => `${two(hour)}h${two(minute)}`,
  words: (hour, minute, pick) => `${hourOf(hour)} giờ ${minute} phút ${partOf(hour, pick)}`,
  letters: (hour, minute, pick) => `${hourOf(hour)}h${two(minute)}p ${partOf(hour, pick)}`,
  spelled: (hour, minute, pick) =>
    `${inWords(hourOf(hour), pick)} giờ ${inWords(minute, pick)} phút ${partOf(hour, pick)}`,
  lacking: (hour, minute, pick) =>
    minute === 0
      ? `${hourOf(hour)}h ${partOf(hour, pick)}`
      : `${hourOf(hour) + 1} giờ kém ${60 - minute} ${partOf(hour, pick)}`,
}

const hourOf = (hour: number): number => (hour > 12 ? hour - 12 : hour)
const partOf = (hour: number, pick: Pick): string =>
  hour < 11 ? pick(['sáng', 'buổi sáng']) : hour < 13 ? 'trưa' : hour < 18 ? 'chiều' : pick(['tối', 'buổi tối'])
