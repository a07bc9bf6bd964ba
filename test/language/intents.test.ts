import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileIntents, type IntentExample, readIntent } from '../../src/language/intents/intents.ts'
import { isQuestion } from '../../src/language/intents/questions.ts'
import { tokenize } from '../../src/language/text/tokens.ts'
import { crops, places } from './context.ts'

const TEXTS: Record<string, string[]> = {
  price: [
    'gừng dạo này đắt hay rẻ',
    'hôm nay ngô lên hay xuống',
    'lái trả bao nhiêu một cân lúa',
    'sắn bán được mấy nghìn',
    'quế ở chợ họ mua thế nào',
    'lạc bán bây giờ được mấy chục',
  ],
  stop: [
    'đừng nhắn tin cho tôi nữa',
    'tôi không muốn nhận tin này',
    'thôi không cần nhắn nữa',
    'không nhận tin nữa đâu',
    'đừng gửi tin nhắn nữa',
    'bỏ số tôi ra đừng nhắn',
  ],
  subscribe: [
    'nhắn tin cho tôi với',
    'tôi muốn nhận tin này',
    'cần nhắn thêm cho tôi',
    'nhận tin thường xuyên',
    'gửi tin nhắn cho nhà em',
    'cho số tôi vào để nhắn',
  ],
}
const NONE = [
  'trời mưa to quá',
  'con tôi ốm từ hôm qua',
  'tối nay đi uống rượu',
  'bán hai tạ gừng rồi',
  'hôm nay cấy xong ruộng',
  'mã xác nhận là 1234',
  'em yêu anh',
  'chúc mừng năm mới',
]

const of = (texts: Readonly<Record<string, string[]>>): IntentExample[] =>
  Object.entries(texts).flatMap(([intent, list]) => list.map((text) => ({ intent, text })))
const none: IntentExample[] = NONE.map((text) => ({ intent: null, text }))
const compile = (examples: IntentExample[]) => compileIntents(examples, crops, places)
const model = compile([...of(TEXTS), ...none])
const likeliest = (text: string, by = model) => {
  const read = readIntent(text, by)
  return read === null ? null : 'ask' in read ? (read.ask[0]?.intent ?? null) : read.intent
}

describe('the job of a text', () => {
  it.each([
    ['accents or none', 'gung dao nay dat hay re', 'price'],
    ['another crop than any example names', 'nghệ dạo này đắt hay rẻ', 'price'],
    ['a crop of two words', 'thach den hom nay len hay xuong', 'price'],
    ['shortened words', 'ko muon nhan tin nay', 'stop'],
    ['residue of Telex', 'gungwf daoj nayf dawts hay rer', 'price'],
    ['a negation turns it round', 'tôi không muốn nhận tin', 'stop'],
    ['and without one', 'tôi muốn nhận tin', 'subscribe'],
    ['a negation some words before', 'đừng có mà nhắn tin cho nhà tôi', 'stop'],
    ['what is for none', 'con tôi ốm quá', null],
    ['a crop alone makes no question', 'bán ba tạ ngô rồi', null],
    ['words nobody taught', 'chở xi măng sắt thép', null],
    ['another language', 'what is the meaning of this', null],
    ['one word', 'gừng', null],
    ['one word with courtesy', 'dạ gừng ạ', null],
    ['figures', '12 500', null],
    ['nothing', '', null],
    ['a picture', '🌽🌽', null],
    ['a newspaper', 'hôm nay gừng đắt hay rẻ, ngô lên hay xuống. '.repeat(8), null],
  ])('%s: %s', (_, text, intent) => {
    expect(likeliest(text)).toBe(intent)
  })

  it('is asked about where two are as likely', () => {
    const one = ['mượn máy xới đất', 'cho mượn máy cày', 'cần máy làm đất']
    const two = ['mượn máy xới ruộng', 'cho mượn máy gặt', 'cần máy làm ruộng']
    const twins = compile([...of({ one, two }), ...none])
    expect(readIntent('cho mượn máy xới với', twins)).toEqual({
      ask: expect.arrayContaining([{ intent: 'one' }, { intent: 'two' }]),
    })
  })

  it('is not that of three examples for being few, nor of many for being many', () => {
    const few = { few: ['mượn máy xới đất', 'thuê máy cày', 'xin máy làm đất'] }
    const uneven = compile([...of({ ...TEXTS, ...few }), ...none])
    expect(likeliest('cho mượn máy xới', uneven)).toBe('few')
    for (const { text } of none) expect(likeliest(text, uneven)).toBeNull()
    for (const text of TEXTS.price ?? []) expect(likeliest(text, uneven)).toBe('price')
  })

  it('is none where no example shows what is for none', () => {
    expect(readIntent('gung dao nay dat hay re', compile(of(TEXTS)))).toBeNull()
    expect(readIntent('gung dao nay dat hay re', compile([]))).toBeNull()
  })

  it('is the same for the same examples', () => {
    expect(compile([...of(TEXTS), ...none]).weights).toEqual(model.weights)
  })

  it('never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const read = readIntent(text, model)
        expect(read === null || 'intent' in read || read.ask.length > 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what asks', () => {
  it.each([
    ['gung bao nhieu', true],
    ['la ngo vang la benh gi', true],
    ['co lop nao khong a', true],
    ['gừng lên giá chưa?', true],
    ['cho hỏi lịch học', true],
    ['dạy em ủ phân với', true],
    ['đắt hay rẻ', true],
    ['bán 2 tạ gừng', false],
    ['phun thuốc cho ngô hôm qua', false],
    ['lam co 2 sao lua', false],
    ['ban 5 con ga gia 120k', false],
    ['bán gà rồi ạ', false],
    ['ban ga roi a', false],
    ['gừng lên giá rồi à', true],
    ['không đi được', false],
    ['', false],
  ])('%s: %s', (text, asks) => {
    expect(isQuestion(tokenize(text))).toBe(asks)
  })
})
