import { type Costs, farmerPrice, SMS_CHANNELS } from '../../conversation/costs.ts'
import { OPERATORS, type Operator } from '../../conversation/operators.ts'
import { UsageError } from '../io.ts'

/** What a season is like: how many households, what they do and get, and by which way they are reached. Shares are of 1. */
export interface Plan {
  households: number
  /** The season's length, and how many weekly prices each household is told. */
  weeks: number
  /** Of a household in the season. */
  reports: number
  trainings: number
  tips: number
  /** Reports that have to be asked back. */
  asked: number
  /** Trainings that are answered. */
  answers: number
  /** Households that can be reached on Zalo; all have a phone. */
  zalo: number
  /** Of what we start to these: within 48 hours of their last text, and after these within 7 days. null: as the plan itself has them write. */
  free: number | null
  charged: number | null
  /** Of what we start on Zalo: brings no receipt, and is sent once more by SMS. */
  unread: number
  /** SMS channel of the price tables. */
  sms: string
  /** What farmers text to: a short code, its class, or an ordinary number. */
  code: string
  /** Shares of the operators; the rest is with others. */
  operators: Readonly<Partial<Record<Operator, number>>>
}

/** Each option of the plan: what holds where it is not given, as it is typed. */
export const PLAN_DEFAULTS = {
  households: '13000',
  weeks: '20',
  reports: '2',
  trainings: '3',
  tips: '4',
  asked: '15',
  answers: '60',
  zalo: '40',
  unread: '10',
  sms: 'kannel',
  code: '80xx',
  operators: 'viettel=60,vinaphone=20,mobifone=10,vietnamobile=5',
} as const

type PlanOption = keyof typeof PLAN_DEFAULTS | 'free' | 'charged'
export type Given = Readonly<Partial<Record<PlanOption, string | undefined>>>

/** The plan of what was typed. Throws UsageError with what is wrong. */
export function readPlan(given: Given, costs: Costs): Plan {
  const text = (name: keyof typeof PLAN_DEFAULTS) => given[name] ?? PLAN_DEFAULTS[name]
  const free = given.free === undefined ? null : share('free', given.free)
  const charged = given.charged === undefined ? null : share('charged', given.charged)
  if ((free ?? 0) + (charged ?? 0) > 1)
    throw new UsageError({
      vi: '--free và --charged cộng lại quá 100.',
      en: '--free and --charged are over 100 together.',
    })
  return {
    households: whole('households', text('households'), 1),
    weeks: whole('weeks', text('weeks'), 0),
    reports: whole('reports', text('reports'), 0),
    trainings: whole('trainings', text('trainings'), 0),
    tips: whole('tips', text('tips'), 0),
    asked: share('asked', text('asked')),
    answers: share('answers', text('answers')),
    zalo: share('zalo', text('zalo')),
    free,
    charged,
    unread: share('unread', text('unread')),
    sms: channel(text('sms'), costs),
    code: code(text('code'), costs),
    operators: operators(text('operators')),
  }
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text)
  if (/^\d{1,9}$/.test(text) && number >= least) return number
  throw new UsageError({
    vi: `--${name} phải là số tròn từ ${least} trở lên, không phải "${text}".`,
    en: `--${name} must be a whole number from ${least} up, not "${text}".`,
  })
}

function share(name: string, text: string): number {
  const number = Number(text)
  if (/^\d{1,3}(\.\d+)?$/.test(text) && number <= 100) return number / 100
  throw new UsageError({
    vi: `--${name} là phần trăm, từ 0 đến 100, không phải "${text}".`,
    en: `--${name} is a percentage from 0 to 100, not "${text}".`,
  })
}

function channel(text: string, { sms }: Costs): string {
  const priced = SMS_CHANNELS.filter((each) => sms[each] !== undefined)
  if (priced.some((each) => each === text)) return text
  throw new UsageError({
    vi: `content/costs.yaml không có bảng giá của "${text}"; có: ${priced.join(', ')}.`,
    en: `content/costs.yaml has no table of "${text}"; it has ${priced.join(', ')}.`,
  })
}

function code(text: string, costs: Costs): string {
  if (/^(\d[\dx]{2,5}|\+?\d{9,12})$/.test(text) && farmerPrice(costs, text) !== null) return text
  throw new UsageError({
    vi: `content/costs.yaml không cho biết bà con trả bao nhiêu khi nhắn tới "${text}": thêm vào farmer.codes.`,
    en: `content/costs.yaml does not say what a text to "${text}" costs a farmer: add it to farmer.codes.`,
  })
}

function operators(text: string): Plan['operators'] {
  const shares: Partial<Record<Operator, number>> = {}
  for (const entry of text.split(',')) {
    const [name = '', percent = ''] = entry.split('=').map((each) => each.trim())
    const operator = OPERATORS.find((each) => each === name)
    if (operator === undefined)
      throw new UsageError({
        vi: `--operators viết như viettel=60,vinaphone=20; không có nhà mạng "${name}".`,
        en: `--operators is written viettel=60,vinaphone=20; there is no operator "${name}".`,
      })
    shares[operator] = share('operators', percent)
  }
  const total = Object.values(shares).reduce((sum, each) => sum + each, 0)
  if (total <= 1 + Number.EPSILON * 8) return shares
  throw new UsageError({ vi: '--operators cộng lại quá 100.', en: '--operators are over 100 together.' })
}
