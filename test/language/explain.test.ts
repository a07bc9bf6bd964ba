import { describe, expect, it } from 'vitest'
import { understand } from '../../src/cli/understand.ts'
import type { ExplainedFacts, Explanation } from '../../src/language/explain/explain.ts'
import { RULES, type Rule } from '../../src/language/explain-rules.ts'
import type { ReadingContext } from '../../src/language/types.ts'
import { contextWith } from './context.ts'

interface Line {
  text: string
  value: unknown
  explain?: Explanation & { says: Record<string, string> }
}

async function lineOf(text: string, as: string, changes: Partial<ReadingContext>, language?: 'vi' | 'en') {
  const lines: string[] = []
  const input = (async function* () {
    yield text
  })()
  await understand(
    input,
    as,
    {
      ...contextWith(changes),
      jobOf: () => null,
      explainJob: () => ({ by: null, trigger: null, guess: null }),
      members: [],
    },
    (line) => lines.push(line),
    language,
  )
  const line: Line = JSON.parse(lines.join(''))
  return line
}

async function explained(text: string, as: string, changes: Partial<ReadingContext> = {}) {
  const { explain } = await lineOf(text, as, changes, 'vi')
  if (explain === undefined) throw new Error('no explanation')
  return explain
}

const allOf = ({ facts, others }: ExplainedFacts) => [...facts, ...others]

type Case = [rule: Rule, text: string, said: string, as?: string, changes?: Partial<ReadingContext>]

/** Each rule with a text that shows it, and the words of that text it speaks of. */
const cases: Case[] = [
  ['telex', 'gias ngoo', 'ngoo', 'fold'],
  ['vni', 'lu1a 5 bao', 'lu1a'],
  ['old-charset', 'giaù luùa bao nhieâu', 'luùa', 'fold'],
  ['stretched', 'ngooooo 3 ta', 'ngooooo'],
  ['doubled', 'gừngg 3 tạ', 'gừngg'],
  ['shortening', 'hnay ban 3 ta ngo', 'hnay'],
  ['spelling', 'nghô 3 tạ', 'nghô'],
  ['slip', 'ban gungg 15k', 'gungg'],
  ['mixed-sounds', 'bán nợn đen 60k', 'nợn đen'],
  ['full-width', '３ tạ ngô', '３'],
  ['invisible', '3 t\u200bạ ngô', 't\u200bạ'],
  ['accents', 'ngô 3 tạ', ''],
  ['no-accents', 'ngo 3 ta', ''],
  ['number-unit', 'ngô 3 tạ', '3 tạ'],
  ['compound-amount', '3 cân 2 lạng', '3 cân 2 lạng'],
  ['cut-short', '3 tạ rưỡi', '3 tạ rưỡi'],
  ['unit-alone', 'tạ rưỡi ngô', 'tạ rưỡi'],
  ['fraction', 'nửa tạ ngô', 'nửa tạ'],
  ['product', '5x50kg', '5x50kg'],
  ['pieces', 'bán 10 gà', '10'],
  ['amount-range', '3 tạ đến 4 tạ', '3 tạ đến 4 tạ'],
  ['bare-amount', '350', '350', 'mass'],
  ['thousand-or-kilo', '5k', '5k', 'mass'],
  ['container-weight', '5 bao mỗi bao 50 cân', '5 bao mỗi bao 50 cân'],
  ['container-household', 'lúa 5 bao', '5 bao', 'report', { containerKg: { bao: 50 } }],
  ['container-total', '250 kg thóc 5 bao', '250 kg'],
  ['container-list', '2 bao 40 cân 1 bao 30 cân', '2 bao 40 cân 1 bao 30 cân'],
  ['yield-or-whole', 'ngô 2 tạ một sào, làm 3 sào', '2 tạ'],
  ['round-or-whole', 'một đợt 2 tạ, hái 3 đợt', '2 tạ'],
  ['rounds', '3 chuyến mỗi chuyến 2 tạ', '2 tạ'],
  ['container-odd', '3 bao mỗi bao 50 cân lẻ 15 cân', '3 bao mỗi bao 50 cân'],
  ['deduction', '3 tạ bớt 20 kg', '3 tạ'],
  ['sum-said', 'giá 15k', '15k', 'money'],
  ['sum-for-one', '1tr5/tạ', '1tr5/tạ', 'money'],
  ['price-habit', 'giá gừng 15', '15', 'money'],
  ['price-bare', 'giá 15', '15', 'money'],
  ['money-slang', '5 cành', '5 cành', 'money'],
  ['date-said', 'thu ngô 20/11', '20/11'],
  ['lunar-day', 'thu ngô rằm tháng bảy', 'rằm tháng bảy'],
  ['weekday', 'thu ngô thứ năm vừa rồi', 'thứ năm vừa rồi'],
  ['near-day', 'thu ngô hôm kia', 'hôm kia'],
  ['market-day', 'phiên Bắc Hà vừa rồi bán 3 tạ ngô', 'phiên Bắc Hà vừa rồi'],
  ['period', 'thu ngô tháng trước', 'tháng trước'],
  ['day-range', 'từ 10/11 đến 12/11', 'từ 10/11 đến 12/11'],
  ['day-twice', 'thứ 6, 20/11', 'thứ 6, 20/11', 'date'],
  ['hour-alone', '8h sáng', '8h sáng', 'date', { tense: 'future' }],
  ['crop-written', 'ngô 3 tạ', 'ngô'],
  ['crop-opened', 'gia gung the nao', 'gung', 'crop'],
  ['crop-asked', 'gung', 'gung', 'crop'],
  ['crop-beside-amount', 'ngo 3 ta', 'ngo'],
  ['place', 'xã Lý Bôn', 'xã Lý Bôn', 'place'],
  ['place-former', 'xã Kim Cúc', 'xã Kim Cúc', 'place'],
  ['place-level', 'thị trấn Bảo Lạc', 'thị trấn Bảo Lạc', 'place'],
  ['place-region', 'Vĩnh Quang huyện Bảo Lâm', 'Vĩnh Quang huyện Bảo Lâm', 'place'],
  ['place-market', 'chợ Cao Bình', 'Cao Bình', 'place'],
  ['phone', '0912 345 678', '0912 345 678', 'phone'],
  ['phone-renewed', '0168 234 5678', '0168 234 5678', 'phone'],
  ['number', 'ba trăm rưỡi', 'ba trăm rưỡi', 'number'],
  ['number-part', 'một phần ba', 'một phần ba', 'number'],
  ['number-sets', '2 tá', '2 tá', 'number'],
  ['yes-no', 'vâng đúng rồi', 'vâng đúng rồi', 'yes-no'],
  ['about', 'khoảng 3 tạ', 'khoảng 3 tạ'],
  ['between', '3-4 tạ', '3-4 tạ'],
  ['form', 'giá hồi khô', 'hồi khô'],
  ['time', '8h sáng mai họp', '8h sáng mai', 'date', { tense: 'future' }],
  ['several', 'lúa 3 t', '3 t'],
  ['no-such-day', 'thu ngô 31/11', '31/11'],
  ['no-one-day', 'trước 20/11', '20/11'],
  ['other-money', '20 usd', '20 usd', 'money'],
  ['below-nothing', '-5 kg', '-5 kg', 'mass'],
  ['not-sold-so', 'gừng 15k/lít', '15k/lít', 'money'],
  ['rate', '3 sào lúa 2 tạ/sào', '2 tạ/sào'],
  ['price-change', 'gừng tăng 2k', '2k', 'money'],
  ['fertiliser-grade', 'npk 5-10-3 50kg', '5-10-3', 'mass'],
  ['torn', '15, 16/10', '16/10', 'date'],
  ['explains-less', '20/11', '20', 'number'],
  ['less-special', '1/2', '1/2', 'number', { expect: ['date'] }],
  ['several-reports', 'hôm qua ngô 3 tạ, lúa 5 bao', ''],
  ['said-once', 'hôm qua ngô 3 tạ, lúa 5 bao', 'hôm qua'],
]

/** The words of a text that a rule speaks of. */
function saidBy({ repaired, parts }: Explanation, rule: Rule): string[] {
  const facts = parts.flatMap(allOf)
  const stated = [...repaired, ...parts.flatMap(({ unread }) => unread), ...facts.flatMap(({ lost }) => lost)]
  const own = stated.filter((one) => one.rule === rule)
  return [...own, ...facts.filter(({ rules }) => rules.includes(rule))].map(({ said }) => said)
}

describe('mua understand --explain', () => {
  it.each(cases)('shows %s in %s', async (rule, text, said, as = 'report', changes = {}) => {
    const explanation = await explained(text, as, changes)
    expect(explanation.says[rule]).toBe(RULES[rule].vi)
    if (said !== '') expect(saidBy(explanation, rule)).toContain(said)
  })

  it('has a text for every rule, and a sentence in both languages', () => {
    expect(Object.keys(RULES).filter((rule) => !cases.some(([shown]) => shown === rule))).toEqual([])
    for (const { vi, en } of Object.values(RULES)) expect(vi).not.toBe(en)
  })

  it.each(cases)(
    'quotes the text as it is, and changes no value: %s, %s',
    async (_, text, __, as = 'report', changes = {}) => {
      const explanation = await explained(text, as, changes)
      const { repaired, parts } = explanation
      const quoted = parts.flatMap((part) => [
        ...allOf(part),
        ...part.unread,
        ...part.joined,
        ...part.filler,
        ...part.rest,
      ])
      for (const { said, start, end } of [...repaired, ...quoted]) expect(text.slice(start, end)).toBe(said)
      for (const { rules } of parts.flatMap(allOf)) expect(rules.length).toBeGreaterThan(0)
      const plain = await lineOf(text, as, changes)
      expect(plain.explain).toBeUndefined()
      expect((await lineOf(text, as, changes, 'en')).value).toEqual(plain.value)
    },
  )

  it('parts the words among facts, filler and rest', async () => {
    const { parts, says } = await explained('bc ngo 3 ta ruoi 2 sao em thu hoach', 'report')
    expect(parts).toHaveLength(1)
    expect(parts[0]?.facts.map(({ kind, said, rules }) => [kind, said, ...rules])).toEqual([
      ['crop', 'ngo', 'crop-beside-amount'],
      ['mass', '3 ta ruoi', 'cut-short'],
      ['area', '2 sao', 'number-unit'],
    ])
    expect(parts[0]?.filler).toEqual([{ said: 'em thu hoach', start: 23, end: 35 }])
    expect(parts[0]?.rest).toEqual([{ said: 'bc', start: 0, end: 2 }])
    expect(says['number-unit']).toBe('một số × đơn vị')
  })

  it('tells what a slip was read as', async () => {
    const { repaired } = await explained('gungg 3 ta hnay', 'report')
    expect(repaired).toEqual([
      { said: 'gungg', start: 0, end: 5, read: 'gừng trâu', rule: 'slip' },
      { said: 'hnay', start: 11, end: 15, read: 'hôm nay', rule: 'shortening' },
    ])
  })

  it('tells the other kind that wanted the same words', async () => {
    const { parts } = await explained('20/11', 'number')
    expect(parts[0]?.facts).toEqual([])
    expect(parts[0]?.others[0]).toMatchObject({
      kind: 'date',
      said: '20/11',
      lost: [{ kind: 'number', said: '20' }, {}],
    })
  })

  it('places each of several reports in the whole text', async () => {
    const { parts } = await explained('hom qua ngo 3 ta, lua 5 bao', 'report')
    expect(parts.map(({ facts }) => facts.map(({ said, start }) => `${said}@${start}`))).toEqual([
      ['hom qua@0', 'ngo@8', '3 ta@12'],
      ['lua@18', '5 bao@22', 'hom qua@0'],
    ])
  })

  it('speaks English where that is asked for', async () => {
    const { explain } = await lineOf('ngo 3 ta', 'report', {}, 'en')
    expect(explain?.says['number-unit']).toBe('a number × its unit')
  })
})
