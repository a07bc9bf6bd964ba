import type { z } from 'zod'
import { SMS_CHANNELS } from '../costs.ts'
import { OPERATORS } from '../operators.ts'
import { KEYS } from './flow-schema.ts'
import { nearest } from './near.ts'
import type { Path, Report, Source } from './problems.ts'

/** zod's findings in words that say what to do. */
export function reportIssues(source: Source, base: Path, error: z.ZodError, report: Report): void {
  for (const issue of error.issues) {
    const path = [...base, ...issue.path]
    for (const { extra, message } of explain(issue)) report(source, extra ? [...path, extra] : path, message)
  }
}

interface Explained {
  extra?: string
  message: { vi: string; en: string }
}

function explain(issue: z.core.$ZodIssue): Explained[] {
  const where = issue.path.length ? `"${String(issue.path.at(-1))}"` : 'tệp này'
  const place = issue.path.length ? `"${String(issue.path.at(-1))}"` : 'this file'
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        extra: key,
        message: {
          vi: `không có mục nào tên "${key}" ở đây${meant(key, ', có phải')}`,
          en: `there is no "${key}" here${meant(key, ', did you mean')}`,
        },
      }))
    case 'invalid_value': {
      const list = issue.values.map(String).join(', ')
      return one(`${where} phải là một trong: ${list}`, `${place} must be one of: ${list}`)
    }
    case 'invalid_type':
      return issue.input === undefined
        ? one(`thiếu ${where}`, `${place} is missing`)
        : one(`${where} phải là ${TYPE_VI[issue.expected] ?? issue.expected}`, `${place} must be a ${issue.expected}`)
    case 'too_small':
      return one(`${where} còn trống hoặc quá ít`, `${place} is empty or too few`)
    case 'too_big':
      return issue.origin === 'array'
        ? one(
            `${where} nhiều quá: nhiều nhất là ${issue.maximum}`,
            `${place} is too many: the most is ${issue.maximum}`,
          )
        : one(`${where} nhiều quá`, `${place} is too many`)
    case 'invalid_format':
      return one(
        `${where} viết sai: chỉ dùng chữ thường không dấu, số và dấu gạch`,
        `${place} is written wrongly: use a-z, 0-9 and dashes`,
      )
    default:
      return one(`${where} không đúng`, `${place} is not right: ${issue.message}`)
  }
}

/** A key that is one elsewhere was not mistyped. */
const meant = (key: string, before: string): string => (KEYS.includes(key) ? '' : nearest(key, KEYS, before))

const TYPE_VI: Record<string, string> = {
  string: 'chữ',
  number: 'số',
  boolean: 'true hoặc false',
  array: 'một danh sách [..]',
  object: 'một nhóm mục',
  record: 'một nhóm mục',
}

const one = (vi: string, en: string): Explained[] => [{ message: { vi, en } }]

/** What the checks of the crop and place books say, in English; the first group is what is wanted or found. */
const BOOK_MESSAGES: [RegExp, (found: string) => string][] = [
  [/received undefined$/, () => 'còn thiếu'],
  [/^Unrecognized keys?: (.+)$/, (found) => `có mục không được nhận: ${found}`],
  [/^Invalid (?:option|input): expected one of (.+)$/, (found) => `phải là một trong: ${found.replaceAll('|', ', ')}`],
  [/^Invalid input: expected (\w+)/, (found) => `phải là ${TYPE_VI[found] ?? found}`],
  [/^Too small/, () => 'còn trống hoặc nhỏ quá'],
  [/^Too big/, () => 'nhiều quá hoặc lớn quá'],
  [
    /^a market needs lunarDigits, weekdays, zodiacDays or everyDays$/,
    () =>
      'chợ phải có lunarDigits (chữ số cuối ngày âm), weekdays (thứ), zodiacDays (ngày con giáp) hoặc everyDays (mấy ngày một phiên)',
  ],
  [/^a day is written 2026-11-26$/, () => 'ngày phải viết như 2026-11-26'],
  [/^an hour is written 07:00$/, () => 'giờ phải viết như "07:00"'],
  [
    /^the law lets nobody write unasked before 07:00 or from 22:00 on$/,
    () => 'luật không cho tự nhắn trước 07:00 hoặc từ 22:00',
  ],
  [/^the first hour must lie before the last$/, () => 'giờ đầu phải trước giờ cuối'],
  [/^a day can have no more than its week$/, () => 'số tin một ngày không được hơn số tin một tuần'],
  [/^a holiday ends after it begins$/, () => 'ngày cuối phải sau ngày đầu'],
  [/^the price is missing$/, () => 'thiếu giá, viết số đồng như 350'],
  [/^a sum is written in whole đồng/, () => 'số tiền viết bằng đồng tròn, từ 0 trở lên, như 350'],
  [/^there is no operator "(.+)": /, (found) => `không có nhà mạng tên "${found}"; có: ${OPERATORS.join(', ')}, other`],
  [/^there is no SMS channel "(.+)": /, (found) => `không có kênh SMS tên "${found}"; có: ${SMS_CHANNELS.join(', ')}`],
  [
    /^there is no price for (.+), nor "other"/,
    (found) => `thiếu giá của ${found}: viết thêm từng nhà mạng, hoặc một dòng other cho mọi nhà mạng không kể tên`,
  ],
  [/^there is no table of any SMS channel$/, () => 'chưa có bảng giá của kênh SMS nào'],
  [/^a short code is written 8041/, () => 'đầu số viết như 8041, hoặc cả nhóm như 80xx'],
  [/^a budget needs vnd, parts, or both$/, () => 'mức chi cần vnd (đồng), parts (số phần SMS), hoặc cả hai'],
  [/^a parameter is named as Zalo has it: customer_name$/, () => 'tên tham số phải như trên Zalo, ví dụ customer_name'],
  [/^from: names one value of the text: price$/, () => 'phải là tên một giá trị của câu, ví dụ price'],
  [/^least can be no more than most$/, () => 'ít nhất không được hơn nhiều nhất'],
  [/^a text is named file\.text: alerts\.said$/, () => 'tên câu phải như alerts.said'],
  [/^a template has Zalo's number: 417001$/, () => 'phải là mã mẫu trên Zalo, ví dụ 417001'],
  [/^code (\S+) is given twice$/, (found) => `mã ${found} ghi hai lần`],
  [/^Invalid (?:string|key)/, () => 'viết sai dạng'],
]

/** A problem of a file in `content/`, with the entry it is about. */
export function explainBook(path: Path, message: string): { vi: string; en: string } {
  const where = path.length ? `"${path.map(String).join('.')}"` : ''
  const entry = BOOK_MESSAGES.find(([pattern]) => pattern.test(message))
  const vi = entry ? entry[1](entry[0].exec(message)?.[1] ?? '') : `(${message})`
  return { vi: `${where || 'tệp này'} không đúng: ${vi}`, en: `${where || 'this file'} is not right: ${message}` }
}
