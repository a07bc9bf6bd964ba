import { describe, expect, it } from 'vitest'
import { understand } from '../../src/cli/understand.ts'
import { loadContexts } from '../../src/cli/understand-command.ts'
import { contextWith } from './context.ts'

async function* pieces(...texts: string[]) {
  yield* texts
}

const shipped = loadContexts({})(Date.parse('2026-11-22T09:00:00+07:00'), 'past')

async function outputOf(as: string, ...input: string[]): Promise<unknown[]> {
  const lines: string[] = []
  await understand(pieces(...input), as, { ...shipped, ...contextWith() }, (line) => lines.push(line))
  return lines.map((line) => {
    expect(line.endsWith('\n')).toBe(true)
    return JSON.parse(line)
  })
}

describe('mua understand', () => {
  it('answers each line, however the input is cut', async () => {
    expect(await outputOf('mass', '3 ta\n3', ' t\r\n\nalo')).toEqual([
      { text: '3 ta', as: 'mass', value: { kg: 300 } },
      { text: '3 t', as: 'mass', value: { ask: [{ kg: 300 }, { kg: 3000 }] } },
      { text: '', as: 'mass', value: null },
      { text: 'alo', as: 'mass', value: null },
    ])
  })

  it('folds', async () => {
    expect(await outputOf('fold', 'Giá ngô')).toEqual([{ text: 'Giá ngô', as: 'fold', value: { fold: 'gia ngo' } }])
    const [residue] = await outputOf('fold', 'gias ngoo')
    expect(residue).toEqual({ text: 'gias ngoo', as: 'fold', value: { fold: 'gia ngo', repaired: 'giá ngô' } })
  })

  it('reads a report', async () => {
    const [line] = await outputOf('report', 'bc ngo 3 ta ruoi 2 sao')
    expect(line).toEqual({
      text: 'bc ngo 3 ta ruoi 2 sao',
      as: 'report',
      value: { slots: { crop: { crop: 'maize' }, quantity: { kg: 350 }, area: { m2: 720 } }, rest: 'bc' },
    })
  })

  it.each([
    ['by a trigger', 'gia gung', { intent: 'price' }],
    ['by slots alone', 'ngo 3 ta 2 sao', { intent: 'report-yield' }],
    ['by what it is like', 'gung dao nay dat hay re', { intent: 'price' }],
    ['of another job', 'sau an la ngo lam the nao', { intent: 'tip' }],
    ['where a flow would ask first', 'phien qua dung nhan cho toi nua', { intent: 'stop' }],
    [
      'where a word of one stands in a text for another',
      'khong muon nhan tin gia ngo nua',
      { ask: [{ intent: 'cancel-price' }, { intent: 'price' }] },
    ],
    [
      'asked, where one alone is not sure',
      'CTKM: nap the tu 50.000d duoc tang 50%, ap dung thue bao nhan duoc tin nay',
      { ask: [{ intent: 'stop' }] },
    ],
    ['no stop for the k of a price', 'gừng lên 20k nhắn tin cho tôi', { intent: 'subscribe-price' }],
    ['no stop for it without accents', 'gung tren 15k nhan tin cho toi nhe', { intent: 'subscribe-price' }],
    ['no stop for it behind a blank', 'gung len 20 k nhan tin cho toi', { intent: 'subscribe-price' }],
    ['a k that is không', 'k nhan tin nua', { intent: 'stop' }],
    [
      'no refusal for the k of a fee',
      'lop hoc 50k di duoc khong',
      { ask: [{ intent: 'training' }, { intent: 'training-no' }] },
    ],
    ['a price with its k', 'gung 15k co nen ban khong', { intent: 'price' }],
    ['news from a price with its k', 'gung 18k thi bao cho minh biet', { intent: 'subscribe-price' }],
    ['that the service itself answers', 'tro giup', { intent: 'menu' }],
    ['a question, not a report', 'bao nhieu 1 can gung', { intent: 'price' }],
    ['a class, not a price', 'dang ky di hoc', { intent: 'training' }],
    ['none: a sale', 'ban 2 ta gung cho ba hoa', null],
    ['none: a note', 'hom nay cay xong ruong duoi', null],
    ['none: a nonsense', 'asdf', null],
    ['none at all', '', null],
  ])('finds the job of a text, %s', async (_, text, value) => {
    expect(await outputOf('intent', `${text}\n`)).toEqual([{ text, as: 'intent', value }])
  })

  it.each([
    ['chi may bao 3 ta ngo', { name: 'Vàng Thị Mẩy' }],
    ['chị Mẩy với anh Páo', { ask: [{ name: 'Vàng Thị Mẩy' }, { name: 'Giàng A Páo' }] }],
    ['bc lúa 2 tạ', null],
  ])('finds the people it was told of: %s', async (text, value) => {
    const members = ['Vàng Thị Mẩy', 'Giàng A Páo'].map((name) => ({ id: name, name }))
    const lines: string[] = []
    await understand(pieces(text), 'name', { ...shipped, members }, (line) => lines.push(line))
    expect(JSON.parse(lines.join(''))).toEqual({ text, as: 'name', value })
  })

  it('knows no other kind', async () => {
    await expect(outputOf('weight', '3 ta')).rejects.toThrow(RangeError)
  })
})

describe('why a text is for a job', () => {
  const explained = async (text: string) => {
    const lines: string[] = []
    await understand(pieces(text), 'intent', shipped, (line) => lines.push(line), 'en')
    const { value, explain } = JSON.parse(lines.join(''))
    return { value, ...explain }
  }

  it('by its examples: the words that decided, those most like it, and the margin', async () => {
    const { value, by, trigger, guess } = await explained('sau an la gung lam the nao')
    expect(by).toBe('examples')
    expect(trigger).toBeNull()
    expect(value).toEqual({ intent: 'tip' })
    expect(guess.likely[0].intent).toBe('tip')
    expect(guess.margin).toBeCloseTo(guess.likely[0].share - guess.likely[1].share, 2)
    expect(guess.words.map(({ words }: { words: string }) => words)).toContain('sau')
    expect(guess.examples[0]).toMatchObject({ intent: 'tip', text: expect.stringContaining('sâu') })
    const alike = guess.examples.map((example: { alike: number }) => example.alike)
    expect(alike).toEqual(alike.toSorted((a: number, b: number) => b - a))
  })

  it('by the phrase it begins with', async () => {
    expect(await explained('hoi gia gung')).toMatchObject({
      by: 'trigger',
      trigger: { intent: 'price', phrase: 'hỏi giá' },
    })
  })

  it('by all of it, where that speaks against the phrase in it', async () => {
    expect(await explained('khong muon nhan tin gia ngo nua')).toMatchObject({
      value: { ask: [{ intent: 'cancel-price' }, { intent: 'price' }] },
      by: 'rivals',
      trigger: { intent: 'price' },
    })
  })

  it('by a word the service itself answers', async () => {
    expect(await explained('tro giup')).toMatchObject({ value: { intent: 'menu' }, by: 'help', trigger: null })
  })

  it('tells also what it is for no job by', async () => {
    const { value, guess } = await explained('cam on can bo nhieu')
    expect(value).toBeNull()
    expect(guess.likely[0].intent).toBeNull()
    expect(guess.words[0].weight).not.toBe(0)
  })

  it('which a text without any known word has not', async () => {
    expect(await explained('zzz')).toMatchObject({ by: null, trigger: null, guess: null })
  })
})

it('explains by which words of the text someone was named', async () => {
  const members = ['Vàng Thị Mẩy', 'Giàng Thị Mẩy', 'Lý A Sình'].map((name, index) => ({ id: String(index), name }))
  const lines: string[] = []
  await understand(pieces('chi may bao 3 ta ngo'), 'name', { ...shipped, members }, (line) => lines.push(line), 'en')
  const { explain } = JSON.parse(lines.join(''))
  expect(explain.named).toEqual([
    {
      said: 'may',
      start: 4,
      end: 7,
      names: ['Vàng Thị Mẩy', 'Giàng Thị Mẩy'],
    },
  ])
})
