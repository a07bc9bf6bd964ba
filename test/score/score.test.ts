import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BARS } from './bars.ts'
import { main } from './main.ts'
import { readOwn } from './own.ts'
import { readPlainWords } from './plain-words.ts'
import { score } from './score.ts'
import { rowsOf } from './table.ts'

const scored = score([...readOwn(), ...readPlainWords()])
const totals = rowsOf(scored).filter(({ kind }) => kind === 'total')

it.each(totals)('$corpus: no more wrong and no less right than the bar', ({ corpus, texts, right, wrong }) => {
  const bar = BARS[corpus]
  expect(right).toBeGreaterThanOrEqual(bar?.right ?? texts)
  expect(wrong).toBeLessThanOrEqual(bar?.wrong ?? 0)
})

it('holds every plain word once', () => {
  const words = readPlainWords().map(({ text }) => text)
  expect(new Set(words).size).toBe(2000)
  expect(words.filter((word) => !/^[a-z]+$/.test(word))).toEqual([])
})

describe('npm run score', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corpora-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  function run(args: string[], corpora?: string) {
    const texts = { out: '', error: '' }
    const code = main(
      args,
      corpora === undefined ? {} : { MUA_CORPORA: corpora },
      (text) => {
        texts.out += text
      },
      (text) => {
        texts.error += text
      },
    )
    return { code, ...texts }
  }

  const line = (kind: string, text: string, expected: unknown) => JSON.stringify({ source: 'x', text, kind, expected })
  const write = (name: string, ...lines: string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`)

  it('scores the corpora of a folder, each text as mua understand reads it', () => {
    write('units_school.jsonl', line('quantity_kg', '2 tạ', 200), line('quantity_kg', '3 t', 300))
    write('generated_spellout.jsonl', line('numeral', 'hai mươi', 21), line('numeral', 'xin chào', 1))
    const { code, out } = run(['--json', '--wrong'], folder)
    expect(code).toBe(0)
    const { rows, misses } = JSON.parse(out)
    expect(rows).toContainEqual(
      expect.objectContaining({ corpus: 'units_school', kind: 'total', texts: 2, right: 1, asked: 1, percent: 50 }),
    )
    expect(rows).toContainEqual(expect.objectContaining({ corpus: 'generated_spellout', unread: 1, wrong: 1 }))
    expect(misses).toContainEqual(
      expect.objectContaining({ text: 'hai mươi', value: { number: 21 }, got: { number: 20 }, outcome: 'wrong' }),
    )
  })

  it('tells what is not scored, and shows one corpus or kind where asked', () => {
    write('nemo_vi.jsonl', line('tn_roman', 'thế kỉ XV', ''), line('numeral', '5', 6))
    const { out } = run(['--only', 'nemo_vi', '--wrong'], folder)
    expect(out).toMatch(/not scored: nemo_vi tn_roman, 1: .*Roman/)
    expect(out).toContain(`${join(folder, 'nemo_vi.jsonl')}:2`)
    expect(out).not.toContain('texts/first')
    expect(run(['--only', 'tn_roman'], folder)).toMatchObject({ code: 0, out: expect.stringContaining('Roman') })
  })

  it("goes on with the project's own texts where no folder is named", () => {
    const { code, out, error } = run(['--only', 'texts/first'])
    expect(code).toBe(0)
    expect(error).toMatch(/MUA_CORPORA/)
    expect(out).toMatch(/texts\/first +total +\d+/)
  })

  it.each<[string, string, string[], RegExp]>([
    ['an unknown file', 'other.jsonl', ['{}'], /other\.jsonl: no corpus of this name/],
    ['a line that is no JSON', 'units_school.jsonl', ['{"text"'], /units_school\.jsonl:1: the line is no JSON/],
    ['a line without its text', 'units_school.jsonl', ['', '{"kind":"area_m2"}'], /units_school\.jsonl:2: text: /],
    ['a kind without a rule', 'units_school.jsonl', [line('length_m', '3 m', 3)], /:1: no rule for the kind length_m/],
  ])('refuses %s', (_, name, lines, message) => {
    write(name, ...lines)
    const { code, out, error } = run([], folder)
    expect([code, out]).toEqual([1, ''])
    expect(error).toMatch(message)
  })

  it('refuses a folder that is not there, or empty', () => {
    expect(run([], join(folder, 'nowhere'))).toMatchObject({ code: 1, error: expect.stringMatching(/is no folder/) })
    expect(run([], folder)).toMatchObject({ code: 1, error: expect.stringMatching(/is empty/) })
  })

  it('refuses what it does not know', () => {
    expect(run(['--only', 'nothing'])).toMatchObject({ code: 1, error: expect.stringMatching(/nothing/) })
    expect(run(['--wrongs'])).toMatchObject({ code: 2, error: expect.stringMatching(/npm run score/) })
  })
})
