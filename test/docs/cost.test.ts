import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/run.ts'
import { blocksOf, ROOT, readDoc } from './blocks.ts'

const PAPER = 'docs/cost.md'

/** `MUA_LANG=en mua cost --sms esms`, run on the scripts of this repository. */
async function printed(line: string): Promise<string> {
  const words = line.split(' ')
  const env = words[0] === 'MUA_LANG=en' ? { MUA_LANG: 'en' } : {}
  const args = [...words.slice(words.indexOf('mua') + 1), ROOT]
  let out = ''
  const write = (text: string) => {
    out += text
  }
  expect(await runCli({ args, env, input: Readable.from([]), write, writeError: write })).toBe(0)
  return out
}

test('its tables are what mua cost prints now (UPDATE_DOCS=1 rewrites them)', { timeout: 60_000 }, async () => {
  let paper = readDoc(PAPER)
  const tables = blocksOf(paper).filter(({ language, about }) => language === 'text' && about.includes('mua cost'))
  expect(tables.map(({ about }) => about)).toEqual(['mua cost', 'mua cost --sms esms', 'MUA_LANG=en mua cost'])
  for (const { about, text } of tables) {
    const now = await printed(about)
    if (process.env.UPDATE_DOCS)
      paper = paper.replace(`\`\`\`text ${about}\n${text}\`\`\``, () => `\`\`\`text ${about}\n${now}\`\`\``)
    else expect(text).toBe(now)
  }
  if (process.env.UPDATE_DOCS) writeFileSync(join(ROOT, PAPER), paper)
})
