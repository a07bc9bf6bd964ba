import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { fold } from '../../src/language/text/fold.ts'
import { isTwiceMarked } from '../../src/language/text/vni-phrases.ts'
import { containerSpellings, containers, counts } from '../../src/language/units/count-words.ts'
import { contextWith } from './context.ts'

const slotsOf = (text: string) => readReport(text, contextWith({})).slots

describe('a VNI key left in one word of a text', () => {
  it.each([
    ['ngo 3 ta hom6 qua', { date: '2026-11-21' }],
    ['ngo 3 ta ngay2 1', { date: '2026-11-01' }],
    ['ngo 3 ta ngay2 5/11', { date: '2026-11-05' }],
    ['nga2y 5/11 ngo 3 ta', { date: '2026-11-05' }],
    ['ngo 3 ta ngay 5 thang1 11', { date: '2026-11-05' }],
    ['ngo 3 ta ngay muoi ba thang1 muoi', { date: '2026-10-13' }],
    ['ngo 3 ta tuan62 truoc', { from: '2026-11-09', to: '2026-11-15' }],
    ['ngo 3 ta chu3 nhat tuan truoc', { date: '2026-11-15' }],
    ['ngay2 5 thu ngo 3 ta', { date: '2026-11-05' }],
    ['ngay2 20, ngo 3 ta', { date: '2026-11-20' }],
    ['ngay2 5 ngo 3 ta', { date: '2026-11-05' }],
    ['sang1 nay ngo 3 ta', { date: '2026-11-22' }],
    // A figure it may be all the same.
    ['ngay2 5 bao ngo', { date: '2026-11-02' }],
    ['ngay2 ngo 3 ta', { date: '2026-11-02' }],
    ['thang1 ngo 3 ta', { from: '2026-01-01', to: '2026-01-31' }],
  ])('%s', (text, date) => {
    expect(slotsOf(text).date).toEqual(date)
  })

  it.each([
    ['ngo 3 tan61', { kg: 3000 }],
    ['ngo 3 yen61', { kg: 30 }],
    ['ngo 3 ta ruoi74', { kg: 350 }],
    ['ngo muoi72 ta', { kg: 1000 }],
    ['ngo hai muoi7 ba ta', { kg: 2300 }],
    ['ngo 3 ta5', { ask: [{ kg: 350 }, { kg: 300 }] }],
    ['ngo 3 ta lo62', { kg: 300 }],
  ])('%s', (text, quantity) => {
    expect(slotsOf(text).quantity).toEqual(quantity)
  })

  it('is no key before a unit', () => {
    for (const unit of ['tai lua', 'sot man', 'thung ngo', 'kilo gung', 'chuc trung', 'bich lac', 'nong ngo'])
      expect(slotsOf(`ngay2 3 ${unit}`).date).not.toEqual({ date: '2026-11-03' })
    for (const word of [...counts, ...containers, ...containerSpellings.map(([spelling]) => spelling)])
      expect(isTwiceMarked('thu71', 'thứ', false, ` ${fold(word)} ngo`), word).toBe(false)
    expect(slotsOf('thu71 kg ngo').quantity).toBeUndefined()
    expect(slotsOf('lua nam8 sao ruoi').area).toEqual({ m2: 1980 })
  })
})
