import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import { contextWith, crops } from './context.ts'
import { table } from './table.ts'

const pigs = { ask: [{ crop: 'black_pig' }, { crop: 'pig' }] }

table('crop', [
  // ngh stands for ng before a, o and u, and ng for ngh before e.
  ['nghô 3 tạ', { crop: 'maize' }],
  ['ghừng 3 tạ', { crop: 'ginger' }],
  ['ngệ 3 tạ', { crop: 'turmeric' }],
  // Other plants whose name begins like a crop's.
  ['quả mắc mật', null],
  ['mac mat kho 5 can', null],
  ['gừng gió', null],
  ['che day 3 can', null],
  ['lo de 3 con 25k', null],
  // What is made of a crop or comes off it is no harvest of it.
  ['cám gạo', null],
  ['ruou ngo 20 lit', null],
  ['rượu nếp 5 lít', null],
  ['dầu lạc', null],
  ['tinh dầu quế', null],
  ['rơm lúa', null],
  ['lõi ngô', null],
  ['bột sắn 20 cân', null],
  ['bột dong riềng', { crop: 'canna', form: 'starch' }],
  ['sữa bò', null],
  ['trung ga 30 qua', null],
  ['lá sắn 3 tạ', null],
  ['ban la dong 500 la', null],
  ['lá sắn bị vàng', { crop: 'cassava' }],
  // Husk, and not buffaloes.
  ['trau 5 bao', null],
  ['trau 2 con', { crop: 'buffalo' }],
  // The state a harvest is in is no form of every crop.
  ['ngo kho', { crop: 'maize' }],
  ['lac kho 2 ta', { crop: 'peanut' }],
  ['thoc uot 5 ta', { crop: 'rice_paddy', form: 'paddy' }],
  ['atiso tuoi 2 tan', { crop: 'artichoke' }],
  ['lon thit 60 can', pigs],
  ['ga mong', { crop: 'chicken' }],
  ['ngo giong NK66 3 ta', { crop: 'maize' }],
  ['thao qua say kho', { crop: 'black_cardamom', form: 'dry' }],
  ['gừng phơi khô', { crop: 'ginger', form: 'dry' }],
  // Of nghệ and nghé only the one has a fresh form.
  ['nghe tuoi', { crop: 'turmeric', form: 'fresh' }],
  ['nghe tuoi dao dc 3 yen', { crop: 'turmeric', form: 'fresh' }],
  // An everyday word beside another crop.
  ['bo voi trau', { ask: [{ crop: 'cattle' }, { crop: 'buffalo' }] }],
  ['gung, nghe', { ask: [{ crop: 'ginger' }, { crop: 'turmeric' }, { crop: 'buffalo' }] }],
  ['ngo lua san', { ask: [{ crop: 'maize' }, { crop: 'rice_paddy' }, { crop: 'cassava' }] }],
  ['gung dong', { ask: [{ crop: 'ginger' }, { crop: 'canna' }] }],
  ['hoi gung', { crop: 'ginger' }],
  ['bc ngo hai thang 9 3 ta', { crop: 'maize' }],
  ['bay gio gung ban duoc bao nhieu can bo', { crop: 'ginger' }],
  ['a oi ngo mat mua roi', { crop: 'maize' }],
  ['lam sao chua vang la gung', { crop: 'ginger' }],
  ['hoi gia gung', { crop: 'ginger' }],
  ['can bo', null],
  ['bo', { crop: 'cattle' }],
  ['da bo a', { crop: 'cattle' }],
  ['bo di', null],
  ['ban bo', { crop: 'cattle' }],
  ['le', { crop: 'pear' }],
  ['que toi o xa lam', null],
  ['de mai tinh', null],
  ['nghe may roi', null],
  ['lon', pigs],
  ['heo', pigs],
  ['lợn đen', { crop: 'black_pig' }],
  ['lon trang', { crop: 'pig' }],
  ['nợn đen', { crop: 'black_pig' }],
  ['non den', { crop: 'black_pig' }],
  ['xắn', { crop: 'cassava' }],
  ['xan', null],
  ['nạc', null],
  ['rẻ', null],
  ['ngo lếp', { crop: 'maize' }],
  ['dong giềng', { crop: 'canna' }],
  ['chúc sào', { crop: 'bamboo' }],
  ['gugn trau', { crop: 'ginger' }],
  ['dong rienng', { crop: 'canna' }],
  ['khoai lang', null],
  ['khoai tây', null],
  ['chuối', null],
  ['sắn dây', null],
  ['đậu xanh', null],
  ['bap cai', { crop: 'veg' }],
  ['bí ngô', { crop: 'veg' }],
  ['cải bắp', { crop: 'veg' }],
  ['ông Ngô Văn A', null],
  ['chị Lê Thị Hoa', null],
  ['phân bò', null],
  ['liên lạc', null],
  ['đào ao', null],
])

describe('a crop in a report', () => {
  const cases: [text: string, crop: unknown][] = [
    ['toi dao 2 ta dong rieng', { crop: 'canna' }],
    ['hnay toi be dc 2 ta ngo', { crop: 'maize' }],
    ['dao 2 ta', { crop: 'peach' }],
    ['de 5 con', { crop: 'goat' }],
    ['nghe 12 trieu 1 con', { crop: 'buffalo' }],
    ['de 3 ta', { ask: [{ crop: 'chestnut' }, { crop: 'goat' }] }],
    ['ngo LVN10 3 ta', { crop: 'maize' }],
    ['lua BC15 4 ta 2 sao', { crop: 'rice_paddy' }],
    ['nhà chị Mận thu 3 tạ ngô', { crop: 'maize' }],
    ['can 3 con de giong', { crop: 'goat' }],
    ['la gung bi vang', { crop: 'ginger' }],
    ['phun thuoc la 2 binh', undefined],
    ['gừngg 3 tạ', { crop: 'ginger' }],
    ['lua', { crop: 'rice_paddy' }],
    ['bo', undefined],
    ['phun thuoc cho ngo sang nay', { crop: 'maize' }],
    ['cho de', undefined],
    // con bé, a girl.
    ['con be nha em bi sot', undefined],
    ['2 con be', { crop: 'cattle' }],
    ['con bê nhà em bị sốt', { crop: 'cattle' }],
    // A day or the verb of harvest may stand between a crop and its amount, and the verb is no crop.
    ['ngo hom qua 3 ta', { crop: 'maize' }],
    ['ngo thang 9 be 3 ta', { crop: 'maize' }],
    ['gung dao 5 ta', { crop: 'ginger' }],
    ['gừng đào 5 tạ', { crop: 'ginger' }],
    ['gung hom 20/11 dao 5 ta', { crop: 'ginger' }],
    ['man dao 5 ta', { ask: [{ crop: 'plum' }, { crop: 'peach' }] }],
    ['trau be 5 con', { ask: [{ crop: 'buffalo' }, { crop: 'cattle' }] }],
  ]
  it.each(cases)('%s', (text, crop) => {
    expect(readReport(text, contextWith()).slots.crop).toEqual(crop)
  })

  it('takes the code of a variety for no amount', () => {
    expect(readReport('lua BC15 4 ta', contextWith()).slots.quantity).toEqual({ kg: 400 })
    expect(readReport('ngo TH3-3 2 ta', contextWith()).slots.quantity).toEqual({ kg: 200 })
  })
})

describe('bán lẻ, retail, beside an amount', () => {
  it.each([
    ['gung ban le 15k', undefined],
    ['ngo ban le 8k/kg', undefined],
    ['gung ban le 15k ban buon 12k', undefined],
    ['ngo ban le 3 ta', undefined],
    ['ban le 3 ta gung', { crop: 'ginger' }],
    ['ban le 15k', undefined],
    ['ban le 1kg 20k', undefined],
    ['ban le 3 ta', { crop: 'pear' }],
    ['mua le 20kg', { crop: 'pear' }],
    ['ban de 5 con', { crop: 'goat' }],
    ['ngo nuong bán lê 3 tạ', { ask: [{ crop: 'maize' }, { crop: 'pear' }] }],
  ])('%s', (text, crop) => {
    expect(readReport(text, contextWith()).slots.crop).toEqual(crop)
  })
})

describe('every word of the shipped crops', () => {
  it('reads as its crop, and putting its accents right never changes a sure reading', () => {
    for (const crop of crops.values()) {
      for (const word of crop.words) {
        const keysOf = (text: string): string[] => {
          const value = read(text, 'crop', contextWith())
          return value === null ? [] : 'ask' in value ? value.ask.map((reading) => reading.crop) : [value.crop]
        }
        const accented = keysOf(word)
        const bare = keysOf(unaccent(word))
        expect(accented, word).toContain(crop.key)
        expect(bare, word).toContain(crop.key)
        if (bare.length === 1) expect(accented, word).toEqual(bare)
      }
    }
  })
})
