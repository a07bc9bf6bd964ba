import { describe, expect, it } from 'vitest'
import type { Format } from './case.ts'
import { codelink } from './codelink.ts'
import { nemo } from './nemo.ts'
import { spellout } from './spellout.ts'
import { telex } from './telex.ts'
import { unitsSchool } from './units-school.ts'

const OUT = 'left out'
type Case = [kind: string, text: string, expected: unknown, as: string, value?: unknown]

const NEMO: Case[] = [
  ['numeral', '1tr2', 1_200_000, 'number', { number: 1_200_000 }],
  ['itn_cardinal', 'đường số mười hai', 'đường số 12', 'number', { number: 12 }],
  ['itn_cardinal', 'ba nghìn năm', '3000 năm', OUT],
  ['itn_decimal', 'mười hai chấm mốt', '12 chấm mốt', OUT],
  ['itn_fraction', 'âm ba trên bốn', '-3/4', 'number', { number: -0.75 }],
  ['tn_fraction', '-12 1/4 nha', 'âm mười hai và một phần tư nha', 'number', { number: -12.25 }],
  ['tn_decimal', '0,2 triệu', '', 'number', { number: 200_000 }],
  ['tn_decimal', '2t3', '', 'number', { number: 2.3e9 }],
  ['tn_decimal', '123,000', '', 'number', { number: 123 }],
  ['itn_date', 'ngày ba mươi tháng tư', 'ngày 30 tháng 4', 'date', { date: '2026-04-30' }],
  ['itn_date', 'tháng mười hai', 'tháng 12', 'date', { from: '2025-12-01', to: '2025-12-31' }],
  ['itn_date', 'tháng năm', 'tháng năm', 'date', { from: '2026-05-01', to: '2026-05-31' }],
  [
    'itn_date',
    '',
    'vào tháng 4 ngày 10 tháng 5 là tổng kết',
    'date',
    { ask: [{ from: '2026-04-01', to: '2026-04-30' }, { date: '2026-05-10' }] },
  ],
  ['itn_date', '', 'năm 1984', OUT],
  ['itn_date', '', 'tháng 3 năm 105', OUT],
  ['itn_date', '', 'mồng 2 tháng 3', OUT],
  ['tn_date', 'ngày 12 tháng mười hai năm 2023', '', 'date', { date: '2023-12-12' }],
  ['tn_date', 'tháng 1 2024', '', 'date', { from: '2024-01-01', to: '2024-01-31' }],
  ['tn_date', 'ngày 4 tháng này', '', 'date', { date: '2026-11-04' }],
  ['itn_time', 'một giờ chiều', '1h chiều', 'date', { date: '2026-11-22', time: '13:00' }],
  ['itn_time', '', '8:23 gmt', OUT],
  ['tn_time', '09g05', '', 'date', { date: '2026-11-22', time: '09:05' }],
  ['tn_time', '14 giờ 30 phút', '', 'date', { date: '2026-11-22', time: '14:30' }],
  ['tn_time', '5 phút', '', OUT],
  ['tn_time', '5:20:35', '', OUT],
  ['itn_telephone', '', '093-655-5449', 'phone', { phone: '+84936555449' }],
  ['itn_telephone', '', '01284225789', 'phone', { phone: '+84784225789' }],
  ['itn_telephone', '', '02437215689', 'phone', { phone: '+842437215689' }],
  ['itn_telephone', '', '+84 093-655-5449', 'phone', { phone: '+84936555449' }],
  ['itn_telephone', '', '+44 079-123-4567', 'phone', null],
  ['itn_telephone', '', '192.168.0.1', 'phone', null],
  ['itn_measure', '', '56.3 km²', 'area', { m2: 56_300_000 }],
  ['itn_measure', '', '-66 kg', 'mass', { kg: -66 }],
  ['itn_measure', '', '200 km/h', OUT],
  ['itn_measure', '', '30%', OUT],
  ['tn_measure', '8,5m2', '', 'area', { m2: 8.5 }],
  ['tn_measure', '1/2kg', '', 'mass', { kg: 0.5 }],
  ['tn_measure', '204m', '', OUT],
  ['tn_measure', '512Mb', '', OUT],
  ['tn_money', '10.000,50 đồng', '', 'money', { vnd: 10_000.5 }],
  ['tn_money', '10$', '', OUT],
  ['tn_range', '50.000đ-100.000đ', '', 'money', { vnd: 75_000, min: 50_000, max: 100_000 }],
  ['tn_range', '2tr-5tr', '', 'money', { vnd: 3_500_000, min: 2_000_000, max: 5_000_000 }],
  ['tn_range', '3kg-6kg', '', 'mass', { kg: 4.5, min: 3, max: 6 }],
  ['tn_range', '10:00-11:00', '', OUT],
  ['tn_range', '15cm-25cm', '', OUT],
  ['price', '100₫/kg', { currency: 'VND', amount: 100, per: 'kg' }, 'money', { vnd: 100, per: 'kg' }],
  ['money', '10k VND', { currency: 'VND', amount: 10_000 }, 'money', { vnd: 10_000 }],
  ['range', '1k-5k', { min: 1000, max: 5000 }, 'money', { vnd: 3000, min: 1000, max: 5000 }],
  ['quantity', '100g', { value: 100, unit: 'g' }, 'mass', { kg: 0.1 }],
  ['quantity', '2500m', { value: 2500, unit: 'm' }, OUT],
  ['tn_roman', 'thế kỉ XV', '', OUT],
]

const CODELINK: Case[] = [
  ['tn_datestime:fulldate', '32/02/2001', '', 'date', null],
  ['tn_datestime:fulldate', 'Hôm nay (2/9/2021), tôi đi.', '', 'date', { date: '2021-09-02' }],
  ['tn_datestime:fulldate_range', '27-28/02/2000', '', 'date', { from: '2000-02-27', to: '2000-02-28' }],
  ['tn_datestime:daymonth', '0,5-1%', '', 'date', null],
  ['tn_datestime:daymonth_range', 'Từ đêm 16-17.12, có mưa', '', 'date', { from: '2025-12-16', to: '2025-12-17' }],
  ['tn_datestime:monthyear', '13/2000', '', 'date', null],
  ['tn_datestime:monthyear_range', '(02-03/2000)', '', 'date', { from: '2000-02-01', to: '2000-03-31' }],
  ['tn_datestime:monthyear_range', '02-03-2000', '', 'date', { date: '2000-03-02' }],
  ['tn_datestime:quarter_month_years', 'quý III.2021', '', 'date', { from: '2021-07-01', to: '2021-09-30' }],
  ['tn_datestime:time', '17h30p', '', 'date', { date: '2026-11-22', time: '17:30' }],
  ['tn_datestime:time', '12:61', '', 'date', null],
  ['tn_datestime:time', 'h12h12', '', 'date', null],
  [
    'tn_measurement:measurement',
    'hơn 81.000 m2 đất, kế bên khu đất 43 ha',
    '',
    'area',
    { ask: [{ m2: 81_000, about: true }, { m2: 430_000 }] },
  ],
  ['tn_measurement:measurement', 'Lúc 8h', '', 'date', { date: '2026-11-22', time: '08:00' }],
  ['tn_currency:common_currency', '11,085,306 VND', '', 'money', { vnd: 11_085_306 }],
  ['tn_currency:common_currency', '100 euro', '', OUT],
  ['tn_number:number_with_space', 'Tôi có 9 999 cái áo.', '', 'number', { number: 9999 }],
  ['tn_number:number_with_space', 'Tôi có 9 000 000 đồng.', '', 'money', { vnd: 9_000_000 }],
  ['tn_number:phone_number', 'Liên hệ: +84987654321, ĐC: 108 Hùng Vương', '', 'phone', { phone: '+84987654321' }],
  ['tn_number:multiphy_number', 'diện tích 8x8 mét vuông', '', 'area', { m2: 64 }],
  ['tn_number:range_number', 'còn 1-3', '', 'number', { number: 2, min: 1, max: 3 }],
  ['date_parts', 'hôm 17-7', { day: 17, month: 7 }, 'date', { date: '2026-07-17' }],
  ['date_parts', '02/2000', { month: 2, year: 2000 }, 'date', { from: '2000-02-01', to: '2000-02-29' }],
  ['date_parts', 'ngày 32/7', null, 'date', null],
  ['time_parts', '7h12', { hour: 7, minute: 12 }, 'date', { date: '2026-11-22', time: '07:12' }],
  ['tn_acronym:acronym', 'UBND tỉnh', '', OUT],
]

const OTHERS: [Format, Case[]][] = [
  [spellout, [['numeral_nodiacritics', 'bay tram le tam', 708, 'number', { number: 708 }]]],
  [telex, [['telex_word', 'DDaij', 'Đại', 'fold', { fold: 'dai', repaired: 'Đại' }]]],
  [
    unitsSchool,
    [
      ['quantity_kg', '2 yến 6kg', 26, 'mass', { kg: 26 }],
      ['area_m2', '1 thước Bắc Bộ', 24, 'area', { m2: 24 }],
    ],
  ],
]

describe.each<[string, Format, Case[]]>(
  [[nemo, NEMO] as const, [codelink, CODELINK] as const, ...OTHERS].map(([format, cases]) => [
    format.file,
    format,
    [...cases],
  ]),
)('%s', (_, { kinds }, cases) => {
  it.each(cases)('%s: %s (%j) as %s %j', (kind, text, expected, as, value) => {
    const rule = kinds[kind]
    const found = typeof rule === 'function' ? rule({ text, kind, expected }) : rule
    if (as === OUT) expect(found).toEqual({ out: expect.stringMatching(/\w/) })
    else expect(found).toEqual({ as, value })
  })
})

it('takes the value that a corpus states for the number', () => {
  const rule = nemo.kinds.itn_decimal
  const line = { text: 'một triệu hai', kind: 'itn_decimal', expected: '1.2 triệu', value: 1_200_000 }
  expect(typeof rule === 'function' && rule(line)).toEqual({ as: 'number', value: { number: 1_200_000 } })
})
