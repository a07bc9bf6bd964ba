import { describe, expect, it } from 'vitest'
import { readFacts } from '../../src/language/facts.ts'
import { tellsNoHarvest } from '../../src/language/intents/no-harvest.ts'
import { readReport } from '../../src/language/report.ts'
import { REPORT_TYPES } from '../../src/language/report-types.ts'
import { contextWith } from './context.ts'

const read = (text: string) => readReport(text, contextWith({}))

describe('a name of a crop that is a name of somebody or some place', () => {
  it.each([
    ['xóm Đào mận 300 cân', 'plum'],
    ['Nà Ngô lua 3 ta', 'rice_paddy'],
    ['bản Lúa ngo 3 ta', 'maize'],
    ['Lò Thị Mận ngô 3 tạ', 'maize'],
    ['lúa 3 tạ, Trần Lê', 'rice_paddy'],
    ['thu dong ngo 3 ta', 'maize'],
    // It is the crop all the same.
    ['Ngô 3 tạ', 'maize'],
    ['Thu Ngô 3 tạ', 'maize'],
    ['bán Ngô 3 tạ', 'maize'],
    ['thu dong 3 ta', 'canna'],
    ['thu dong duoc 3 ta', 'canna'],
  ])('%s', (text, crop) => {
    const { slots, more } = read(text)
    expect(slots.crop).toEqual({ crop })
    expect(slots.quantity).toBeDefined()
    expect(more).toBeUndefined()
  })

  it('alone leaves the crop to be asked for', () => {
    expect(read('Hoàng Văn Sắn 5 tạ').slots).toEqual({ quantity: { kg: 500 } })
  })
})

describe('two crops of which it is not plain what is whose', () => {
  it.each([
    ['san lac 3 ta', 'cassava', 'peanut'],
    ['dao le 3 ta', 'peach', 'pear'],
    ['man le 3 ta', 'plum', 'pear'],
    ['chua thu ngo, lua 3 ta', 'maize', 'rice_paddy'],
    ['ngô 3 tạ gồm cả nếp 50kg', 'maize', 'rice_paddy'],
    ['gừng 3 tạ trong đó nghệ 50kg', 'ginger', 'turmeric'],
    ['5 tạ thóc được 3 tạ gạo', 'rice_paddy', 'rice_paddy'],
  ])('is asked: %s', (text, ...crops) => {
    const { slots, more } = read(text)
    const asked = slots.crop && 'ask' in slots.crop ? slots.crop.ask.map(({ crop }) => crop) : slots.crop
    expect(asked).toEqual(crops)
    expect(more).toBeUndefined()
  })

  it('an amount told besides of what there is not is the other’s', () => {
    expect(read('chua thu ngo, lua 3 ta').slots.quantity).toEqual({ kg: 300 })
    expect(read('san lac 3 ta').slots.quantity).toBeUndefined()
    expect(read('gung nghe san lac 3 ta').slots.quantity).toBeUndefined()
  })

  it.each([
    ['hoi ngo 3 ta', 'maize'],
    ['mat ngo 3 ta', 'maize'],
    ['em hoi lac 3 ta', 'peanut'],
  ])('but an everyday word before a crop is none: %s', (text, crop) => {
    expect(read(text).slots.crop).toEqual({ crop })
  })

  it.each([
    ['thóc 5 tạ, gạo 3 tạ', [500, 300]],
    ['ngô 3 tạ, lợn 2 tạ', [300, 200]],
    ['ngô 3 tạ lợn ăn 1 tạ', [300]],
    ['ngo 3 ta ga an 50kg', [300]],
  ])('each with its own is its own: %s', (text, amounts) => {
    const { slots, more = [] } = read(text)
    expect([slots, ...more.map((other) => other.slots)].map(({ quantity }) => quantity)).toEqual(
      amounts.map((kg) => ({ kg })),
    )
  })
})

describe('what was lost is no harvest', () => {
  const isLost = (text: string) => tellsNoHarvest(text, readFacts(text, REPORT_TYPES, contextWith({})).facts)
  it.each(['lũ cuốn 5 tạ lúa', 'lu cuon 5 ta lua', 'đất lở vùi 3 tạ ngô', 'đổ hết 5 tạ lúa', 'cháy 3 tạ ngô'])(
    '%s',
    (text) => {
      expect(isLost(text)).toBe(true)
    },
  )
  it.each(['do het 5 ta san', 'lũ cuốn 2 sào, còn được 3 tạ lúa'])('but %s', (text) => {
    expect(isLost(text)).toBe(false)
  })
})

it('a price glued to a crop is no key of VNI', () => {
  expect(read('gia gung17').slots.crop).toEqual({ crop: 'ginger' })
  expect(read('gung72 3 ta').slots.crop).toEqual({ crop: 'ginger' })
})
