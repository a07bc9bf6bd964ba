import { describe, expect, test } from 'vitest'
import { readFacts } from '../../src/language/facts.ts'
import { tellsNoHarvest } from '../../src/language/intents/no-harvest.ts'
import { addressedName } from '../../src/language/names/addressed-name.ts'
import { contextWith } from './context.ts'

const told = (text: string): boolean => {
  const { facts } = readFacts(
    text,
    ['crop', 'mass', 'count', 'volume', 'area', 'date'],
    contextWith({ expect: ['crop'] }),
  )
  return tellsNoHarvest(text, facts)
}

describe('what may be no harvest', () => {
  test.each([
    'dự kiến thu 4 tạ gừng',
    'sap thu 3 ta ngo',
    'vài hôm nữa gặt 3 tạ lúa',
    'bc mai gat 3 ta ngo',
    'thu mai 3 ta ngo',
    'chưa gặt lúa, ước 5 tạ',
    'bc bao gio ban duoc 3 ta gung',
    'ngô 3 tạ bán được bao nhiêu tiền',
    'chay mat 5 ta lua',
    'bao lam do 3 sao ngo mat 2 ta',
    'trộm mất 3 tạ ngô',
    'chuot an het 3 ta ngo',
    'bón 30kg đạm 3 sào lúa hôm qua',
    'gieo 5 can lua giong 2 sao',
    'vay 3 ta ngo',
    'con no 3 ta ngo',
    'mua 3 tạ ngô',
    'bc mua them 2 ta gao',
    'hỗ trợ 5 tạ gạo',
    'dap 16-16-8 2 bao lua 3 sao',
    'nha hang xom duoc 3 ta ngo',
    'huy ngo 3 ta',
    'bc xoá ngô 3 tạ',
    'ngo khong duoc 3 ta',
    // Bought, borrowed, lent.
    'mua gạo 2 tạ',
    'mua gao 2 ta',
    'bc mua ngo het 3 ta',
    'mua 3 ta ngo ve cho ga',
    'vay thoc 1 ta',
    'cho vay 1 tạ thóc',
    'cho muon 1 ta thoc',
    'đong gạo 50 cân',
    // Eaten, fed, brewed, milled.
    'nấu rượu hết 50 cân gạo',
    'nau ruou het 50 can gao',
    'nau cam 20 can ngo',
    'an het 2 ta lua',
    'xay xát 2 tạ',
    'xay xat 2 ta thoc',
    'xay 50 can ngo',
    '2 ta ngo cho lon an',
    'nuoi vit het 1 ta ngo',
    'biếu ông bà 20 cân gạo',
  ])('%s', (text) => {
    expect(told(text)).toBe(true)
  })
})

describe('what is one, though a word of it looks otherwise', () => {
  test.each([
    'bc ngo 3 ta 2 sao',
    'bc mat ong 20 lit',
    'bc lua mua 3 ta 2 sao',
    'vu dong lac 2 ta',
    'bc vu mua ngo 3 ta',
    'bc mua thu hoach ngo 3 ta',
    'bc ca chua 3 ta',
    'bc ngo bon ta',
    'vụ này mất mùa, được 3 tạ ngô',
    'gieo 2 sao ngo thu 3 ta',
    'trồng 3 sào ngô được 5 tạ',
    'bc 5 bao lua chua can',
    'chi Mai gat 3 ta lua',
    'anh Huy duoc 3 ta ngo',
    'bc ngo 3 ta chua ban',
    'ngô bị chuột phá, chỉ còn 3 tạ',
    'bc ngo 3 ta, ban 15k',
    'vu mua lua 3 ta',
    'mua nay ngo 3 ta',
    'thu 3 tạ ngô nấu rượu',
    'thu 5 ta lua xay 1 ta',
    'ngô 3 tạ, cho gà 50 cân',
    'lua 3 ta, xay xat 50 can',
    'ngo 3 ta nau chua',
    'ca mua 3 ta ngo',
  ])('%s', (text) => {
    expect(told(text)).toBe(false)
  })
})

test.each([
  ['bc anh Páo 3 tạ ngô', 'Páo'],
  ['bc chị Sùng Thị Mỷ 5 tạ lúa', 'Sùng Thị Mỷ'],
  ['Nhà Páo thu 3 tạ ngô', 'Páo'],
  ['bc anh páo 3 tạ ngô', null],
  ['Nhà Em Thu 3 Tạ Ngô', null],
  ['nhà Em thu 3 tạ ngô', null],
  ['BC ANH PAO 3 TA NGO', null],
  ['bc nhà mình 3 tạ ngô', null],
])('the name in "%s" is %s', (text, name) => {
  expect(addressedName(text)).toBe(name)
})
