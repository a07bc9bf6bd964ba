import { type Costs, type Figure, farmerPrice } from '../../conversation/costs.ts'
import type { Message } from '../io.ts'
import type { Plan } from './plan.ts'
import type { Line, Season } from './season.ts'
import type { Talk, Talks } from './talks.ts'

/** Everything that `mua cost` tells, for its table and as JSON. */
export interface Report {
  plan: Plan
  season: Season
  talks: Talks
  /** What a farmer pays for one SMS part. */
  farmerVnd: number
  /** What no contract confirms. */
  assumptions: Message[]
}

const figure = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '.')
const percent = (share: number): string => `${String(Math.round(share * 1000) / 10).replace('.', ',')}%`

const PURPOSES: Readonly<Record<Line['purpose'], Message>> = {
  reports: { vi: 'Báo sản lượng', en: 'Reports' },
  prices: { vi: 'Giá hằng tuần', en: 'Weekly prices' },
  trainings: { vi: 'Tập huấn', en: 'Trainings' },
  tips: { vi: 'Kỹ thuật', en: 'Tips' },
  fees: { vi: 'Gói cước', en: 'Packages' },
  total: { vi: 'Cộng', en: 'Total' },
}
const COLUMNS: readonly [Message, (line: Line) => number][] = [
  [{ vi: 'tin', en: 'messages' }, ({ messages }) => messages],
  [{ vi: 'phần SMS', en: 'SMS parts' }, ({ smsOnly }) => smsOnly.parts],
  [{ vi: 'đồng', en: 'đồng' }, ({ smsOnly }) => smsOnly.vnd],
  [{ vi: 'bà con trả', en: 'farmers pay' }, ({ smsOnly }) => smsOnly.farmersVnd],
  [{ vi: 'tin Zalo', en: 'on Zalo' }, ({ ladder }) => ladder.zalo],
  [{ vi: 'phần SMS', en: 'SMS parts' }, ({ ladder }) => ladder.parts],
  [{ vi: 'đồng', en: 'đồng' }, ({ ladder }) => ladder.vnd],
  [{ vi: 'bà con trả', en: 'farmers pay' }, ({ ladder }) => ladder.farmersVnd],
]
/** Which columns a heading stands over: the first, and the one after the last. */
const HEADINGS: readonly [Message, number, number][] = [
  [{ vi: 'CHỈ SMS', en: 'SMS ALONE' }, 1, 4],
  [{ vi: 'ĐƯỜNG RẺ NHẤT', en: 'CHEAPEST WAY' }, 4, 8],
]

/** The table with what it rests on, as plain text for a screen 120 wide. */
export function printReport(report: Report, language: keyof Message): string {
  const say = (message: Message) => message[language]
  const { plan, season, assumptions } = report
  const { households, weeks, sms, code } = plan
  const head = {
    vi: `Một vụ của ${figure(households)} hộ, ${weeks} tuần; SMS theo giá ${sms}, bà con nhắn tới ${code}.`,
    en: `One season of ${figure(households)} households, ${weeks} weeks; SMS at the prices of ${sms}, farmers text to ${code}.`,
  }
  const rests = {
    vi: 'Dựa trên (giả định, đổi bằng tùy chọn: mua cost --help)',
    en: 'It rests on (assumed, changed by options: mua cost --help)',
  }
  const guesses = {
    vi: 'Giả định, chưa có hợp đồng hay bảng giá xác nhận (sửa trong content/costs.yaml)',
    en: 'Assumed, confirmed by no contract or price list (mend in content/costs.yaml)',
  }
  const measured = { vi: 'Câu đã đo (phần SMS)', en: 'Texts measured (SMS parts)' }
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}\n`).join('')
  return [
    `${say(head)}\n\n${table(season.lines, language)}\n${say(savings(report))}\n`,
    `${say(rests)}:\n${list(planLines(plan, season, report.farmerVnd).map(say))}`,
    `${say(guesses)}:\n${list(assumptions.map(say))}`,
    `${say(measured)}:\n${list(textsOf(report.talks).map(([text, parts]) => `${parts}: ${text}`))}`,
  ].join('\n')
}

function table(lines: readonly Line[], language: keyof Message): string {
  const rows = lines.map((line) => COLUMNS.map(([, of]) => figure(of(line))))
  const titles = COLUMNS.map(([title]) => title[language])
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)) + 2)
  const first = Math.max(...lines.map(({ purpose }) => PURPOSES[purpose][language].length))
  const cells = (row: readonly string[]) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('')
  const width = (from: number, to: number) => widths.slice(from, to).reduce((sum, each) => sum + each, 0)
  const headings = HEADINGS.map(([title, from, to]) => `  ${title[language]} `.padEnd(width(from, to), '-')).join('')
  return [
    `${' '.repeat(first + width(0, 1))}${headings}`,
    `${' '.repeat(first)}${cells(titles)}`,
    ...lines.map(({ purpose }, at) => `${PURPOSES[purpose][language].padEnd(first)}${cells(rows[at] ?? [])}`),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

function savings({ plan, season }: Report): Message {
  const total = season.lines.at(-1)
  if (total === undefined) throw new Error('a season without a total')
  const [alone, ladder] = [total.smsOnly.vnd, total.ladder.vnd]
  const less = alone === 0 ? 0 : (alone - ladder) / alone
  const a = figure(alone / plan.households)
  const b = figure(ladder / plan.households)
  return {
    vi: `Một hộ: ${a} đ chỉ bằng SMS, ${b} đ bằng đường rẻ nhất: ${less < 0 ? 'đắt hơn' : 'rẻ hơn'} ${percent(Math.abs(less))}.`,
    en: `A household: ${a} đ by SMS alone, ${b} đ by the cheapest way: ${percent(Math.abs(less))} ${less < 0 ? 'more' : 'less'}.`,
  }
}

function planLines(plan: Plan, { free, charged, partVnd }: Season, farmerVnd: number): Message[] {
  const { reports, asked, weeks, trainings, answers, tips, zalo, unread } = plan
  const operators = Object.entries(plan.operators).map(([name, share]) => `${name} ${percent(share)}`)
  const computed = (given: number | null): Message =>
    given === null ? { vi: ' (tính từ số lần bà con nhắn)', en: ' (from how often they write)' } : { vi: '', en: '' }
  const [f, c] = [computed(plan.free), computed(plan.charged)]
  return [
    {
      vi: `mỗi hộ báo ${reports} lần, ${percent(asked)} phải hỏi lại; hỏi kỹ thuật ${tips} lần`,
      en: `each household reports ${reports} times, ${percent(asked)} of which are asked back; asks for ${tips} tips`,
    },
    {
      vi: `mỗi tuần một tin giá (${weeks} tin); ${trainings} lớp tập huấn, mỗi lớp nhắc đủ các lần, ${percent(answers)} trả lời`,
      en: `one price a week (${weeks}); ${trainings} trainings, each with all its reminders, ${percent(answers)} answered`,
    },
    {
      vi: `${percent(zalo)} số hộ nhận được trên Zalo; mọi hộ có điện thoại`,
      en: `${percent(zalo)} of the households can be reached on Zalo; all have a phone`,
    },
    {
      vi: `tin tự gửi trên Zalo: ${percent(free)} trong 48 giờ sau khi họ nhắn${f.vi}, ${percent(charged)} sau đó đến 7 ngày${c.vi}; còn lại theo mẫu, hoặc SMS nếu rẻ hơn`,
      en: `what we start on Zalo: ${percent(free)} within 48 hours of their text${f.en}, ${percent(charged)} after these within 7 days${c.en}; the rest as a template, or by SMS where that is cheaper`,
    },
    {
      vi: `${percent(unread)} tin tự gửi trên Zalo không có báo nhận, gửi lại bằng SMS`,
      en: `${percent(unread)} of what we start on Zalo brings no receipt and goes by SMS too`,
    },
    {
      vi: `nhà mạng: ${operators.join(', ')}, còn lại tính giá đắt nhất; bình quân ${figure(partVnd)} đ một phần SMS; bà con trả ${figure(farmerVnd)} đ một tin`,
      en: `operators: ${operators.join(', ')}, the rest at the dearest; ${figure(partVnd)} đ an SMS part on average; farmers pay ${figure(farmerVnd)} đ a text`,
    },
  ]
}

/** Each text once, in the order they come up. */
function textsOf(talks: Talks): [string, number][] {
  const all = Object.values<Talk[]>({ ...talks }).flatMap((list) =>
    list.flatMap(({ answered, started }) => [...answered, ...started]),
  )
  return [...new Map(all.map(({ text, parts }) => [text, parts]))]
}

/** Every figure of the price tables that this season uses and nothing confirms. */
export function assumptionsOf(costs: Costs, { sms, code }: Plan): Message[] {
  const table = Object.entries(costs.sms).find(([channel]) => channel === sms)?.[1] ?? {}
  const named: [Message, Figure][] = [
    ...Object.entries(table).map(([operator, vnd]): [Message, Figure] => [
      { vi: `một phần SMS qua ${sms}, ${operator}`, en: `an SMS part by ${sms}, ${operator}` },
      vnd,
    ]),
    [{ vi: 'tin Zalo sau 48 giờ', en: 'a Zalo message after 48 hours' }, costs.zalo.after],
    [{ vi: 'tin mẫu Zalo theo người dùng', en: 'a Zalo template to a user' }, costs.zalo.templateToUser],
    [{ vi: 'tin mẫu Zalo theo số điện thoại', en: 'a Zalo template to a phone' }, costs.zalo.templateToPhone],
    ...farmerFigure(costs, code),
    ...costs.fees.map(({ name, months, cost }): [Message, Figure] => [
      { vi: `${name}, ${months} tháng`, en: `${name}, ${months} months` },
      cost,
    ]),
  ]
  const assumed = named.filter(([, { isAssumed }]) => isAssumed)
  return assumed.map(([{ vi, en }, { vnd }]) => ({ vi: `${vi}: ${figure(vnd)} đ`, en: `${en}: ${figure(vnd)} đ` }))
}

const farmerFigure = (costs: Costs, code: string): [Message, Figure][] => {
  const price = farmerPrice(costs, code)
  return price === null ? [] : [[{ vi: `bà con nhắn tới ${code}`, en: `a farmer’s text to ${code}` }, price]]
}
