import { describe, expect, it } from 'vitest'
import { understand } from '../../src/cli/understand.ts'
import { contextWith } from './context.ts'

async function* pieces(...texts: string[]) {
  yield* texts
}

async function outputOf(as: string, ...input: string[]): Promise<unknown[]> {
  const lines: string[] = []
  await understand(pieces(...input), as, contextWith(), (line) => lines.push(line))
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

  it('knows no other kind', async () => {
    await expect(outputOf('weight', '3 ta')).rejects.toThrow(RangeError)
  })
})
