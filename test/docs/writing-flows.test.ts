import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFolder, report } from '../../src/cli/check.ts'
import { slotSchema, VERBS } from '../../src/conversation/load/flow-schema.ts'
import { HOOKS } from '../../src/conversation/types.ts'
import { applyDiff, type Block, blocksOf, ROOT, readDoc } from './blocks.ts'
import { flowTables, type Language } from './flow-tables.ts'

const PAPER = 'docs/writing-flows.md'
const paper = readDoc(PAPER)
const blocks = blocksOf(paper)
const files = blocks.filter(({ language }) => language === 'yaml')
const breaks = blocks.filter(({ language }) => language === 'diff')
const messages = (language: Language): Block[] =>
  blocks.filter((block) => block.language === 'text' && block.about === language)

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mua-paper-'))
  for (const folder of ['flows', 'locales', 'content'])
    cpSync(join(ROOT, folder), join(dir, folder), { recursive: true })
  for (const { about, text } of files) {
    mkdirSync(dirname(join(dir, about)), { recursive: true })
    writeFileSync(join(dir, about), text)
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** What `mua check` says of the folder, refusals only. */
async function refusals(language: Language): Promise<string> {
  let said = ''
  const loaded = loadFolder(dir)
  // The repository's own tests are played by `mua check`; here only those of the paper.
  const own = loaded.flows.filter(({ source }) => files.some(({ about }) => about === source.file))
  const writeError = (text: string) => {
    said += text
  }
  await report({ ...loaded, flows: own }, { env: { MUA_LANG: language }, write: () => undefined, writeError })
  return said
}

test('the paper has its examples', () => {
  expect(files.map(({ about }) => about)).toContain('flows/khao-sat-nuoc.yaml')
  expect(breaks.length).toBe(5)
  expect(messages('vi').length).toBe(5)
  expect(messages('en').length).toBe(5)
})

test('its flows load and their tests go as written', async () => {
  expect(await refusals('vi')).toBe('')
})

describe('each mistake is told as the paper says', () => {
  test.each(breaks.map((block, index) => ({ block, index })))(
    '$block.about, line $block.line',
    async ({ block, index }) => {
      const path = join(dir, block.about)
      const whole = readFileSync(path, 'utf8')
      try {
        writeFileSync(path, applyDiff(whole, block.text))
        for (const language of ['vi', 'en'] as const)
          expect((await refusals(language)).split('\n')[0]).toBe(messages(language)[index]?.text.trim())
      } finally {
        writeFileSync(path, whole)
      }
    },
  )
})

/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the tables anew. */
test.each(['vi', 'en'] as const)('the tables are those of the program: %s', (language) => {
  const [from, to] = [`<!-- tables:${language} -->`, `<!-- /tables:${language} -->`]
  const now = readDoc(PAPER)
  const [before, rest] = now.split(from)
  const [, after] = rest?.split(to) ?? []
  const fresh = `${before}${from}\n\n${flowTables(language)}\n\n${to}${after}`
  if (process.env.UPDATE_DOCS) writeFileSync(join(ROOT, PAPER), fresh)
  else expect(now).toBe(fresh)
})

test('every verb, slot type, hook and key of a slot is in both parts', () => {
  const [vietnamese = '', english = ''] = paper.split('# Part 2: English')
  const names = [...VERBS, ...slotSchema.shape.type.options, ...HOOKS, ...Object.keys(slotSchema.shape)]
  for (const part of [vietnamese, english])
    expect(names.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b`).test(part))).toEqual([])
})
