import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadFolder } from '../../src/cli/check.ts'
import { KINDS, understand } from '../../src/cli/understand.ts'
import { contextsOf, loadContexts } from '../../src/cli/understand-command.ts'
import { RULES } from '../../src/language/explain-rules.ts'
import { applyDiff, type Block, blocksOf, ROOT, readDoc } from './blocks.ts'

const PAPER = 'docs/understanding.md'
const paper = readDoc(PAPER)
const [vietnamese = '', english = ''] = paper.split('# Part 2: English')
const NOW = Date.parse('2026-11-22T09:00:00+07:00')

const edits = blocksOf(vietnamese).filter(({ language }) => language === 'diff')
const isAnswered = ({ language }: Block) => language === 'text' || language === 'json'

let dir = ''
let contexts: Record<'shipped' | 'edited', ReturnType<typeof loadContexts>>
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mua-paper-'))
  for (const folder of ['flows', 'locales', 'content'])
    cpSync(join(ROOT, folder), join(dir, folder), { recursive: true })
  for (const { about, text } of edits) {
    const file = join(dir, about)
    writeFileSync(file, applyDiff(readFileSync(file, 'utf8'), text))
  }
  contexts = { shipped: loadContexts({}), edited: contextsOf(loadFolder(dir), {}) }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** What `mua understand` prints for a text, with the options and the content that a block names. */
async function printed(text: string, about: string, language?: 'vi' | 'en') {
  const [, as = ''] = /--as (\S+)/.exec(about) ?? []
  const contextAt = about.includes('--content edited') ? contexts.edited : contexts.shipped
  const context = contextAt(NOW, about.includes('--tense future') ? 'future' : 'past')
  const lines: string[] = []
  const input = (async function* () {
    yield text
  })()
  await understand(input, as, context, (line) => lines.push(line), language)
  return JSON.parse(lines.join(''))
}

/** A block with what is printed for each of its texts. */
async function answered({ language, about, text }: Block): Promise<string> {
  if (language === 'json') {
    const [head = '', said = ''] = about.split(': ')
    const { explain } = await printed(said, head, head.startsWith('en') ? 'en' : 'vi')
    return `${JSON.stringify(explain, null, 2)}\n`
  }
  let all = ''
  for (const line of text.trimEnd().split('\n')) {
    const [said = ''] = line.split(' → ')
    all += `${said} → ${JSON.stringify((await printed(said, about)).value)}\n`
  }
  return all
}

const rulesTable = (language: 'vi' | 'en'): string => {
  const rows = Object.entries(RULES).map(([rule, says]) => `| \`${rule}\` | ${says[language]} |`)
  return [language === 'vi' ? '| Luật | Nói gì |' : '| Rule | What it says |', '|---|---|', ...rows].join('\n')
}

async function fresh(): Promise<string> {
  let all = paper
  for (const block of blocksOf(paper).filter(isAnswered)) {
    const fence = (text: string) => `\`\`\`${block.language} ${block.about}\n${text}\`\`\``
    const text = await answered(block)
    all = all.replace(fence(block.text), () => fence(text))
  }
  for (const language of ['vi', 'en'] as const) {
    const [from, to] = [`<!-- rules:${language} -->`, `<!-- /rules:${language} -->`]
    const [before, rest] = all.split(from)
    all = `${before}${from}\n\n${rulesTable(language)}\n\n${to}${rest?.split(to)[1]}`
  }
  return all
}

/** `UPDATE_DOCS=1 npx vitest run test/docs` writes the answers and the rules anew: look at each before it is kept. */
test('its examples are read as it says, and its rules are those of the program', async () => {
  const now = await fresh()
  if (process.env.UPDATE_DOCS) writeFileSync(join(ROOT, PAPER), now)
  else expect(now).toBe(paper)
})

test('what it has staff add loads', () => {
  expect(edits.map(({ about }) => about)).toEqual([
    'content/crops.yaml',
    'content/markets.yaml',
    'content/places.yaml',
    'flows/price.yaml',
  ])
  expect(loadFolder(dir).problems).toEqual([])
})

test('what it adds was not there before', async () => {
  const added = blocksOf(vietnamese).filter(({ about }) => about.includes('--content edited'))
  for (const { about, text } of added) {
    for (const line of text.trimEnd().split('\n')) {
      const [said = '', value = ''] = line.split(' → ')
      expect(JSON.stringify((await printed(said, about.replace('--content edited', ''))).value)).not.toBe(value)
    }
  }
})

test('both parts have the same examples, and name every kind', () => {
  const examples = (part: string) =>
    blocksOf(part)
      .filter(({ language }) => language !== 'json')
      .map(({ language, about, text }) => `${language} ${about}\n${text}`)
  expect(examples(english)).toEqual(examples(vietnamese))
  for (const part of [vietnamese, english]) expect(KINDS.filter((kind) => !part.includes(`\`${kind}\``))).toEqual([])
})
