import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { ROOT, readDoc } from './blocks.ts'

const PAPERS = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test.each(PAPERS)('%s: its links lead somewhere', (paper) => {
  const targets = [...readDoc(paper).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)
  const missing = targets.filter((each) => !/^https?:/.test(each) && !existsSync(join(ROOT, dirname(paper), each)))
  expect(missing).toEqual([])
})

test.each(PAPERS)('%s: its commands exist', (paper) => {
  const used = [...readDoc(paper).matchAll(/(?:npm run (?:-s )?mua --|node dist\/main\.js|`mua) ([a-z-]+)/g)]
  expect(used.map(([, name = '']) => name).filter((name) => !(name in COMMANDS))).toEqual([])
})

test('every variable of the environment is explained', () => {
  const config = readFileSync(join(ROOT, 'src/config/environment.ts'), 'utf8')
  const names = new Set([...config.matchAll(/^ {2}([A-Z][A-Z_]+2?): /gm)].map(([, name = '']) => name))
  expect(names.size).toBeGreaterThan(25)
  // Refused until other databases and queues are served; replaced only by stand-ins.
  for (const name of ['REDIS_URL', 'ZALO_API_URL', 'ZALO_OAUTH_URL']) names.delete(name)
  const all = PAPERS.map(readDoc).join('\n')
  expect([...names].filter((name) => !all.includes(name))).toEqual([])
})

test('every ready check is explained', () => {
  const operations = readDoc('docs/operations.md')
  for (const check of ['`database`', '`spool`', '`setAside`', '`quarantine`', '`zalo`', '`delivery`'])
    expect(operations).toContain(check)
})

test('every file the architecture names is there', () => {
  const paper = readDoc('docs/architecture.md')
  const named = [...paper.matchAll(/`((?:src\/|test\/)?[a-z-]+\/[a-z/.-]+?(?:\.ts|\/))`/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(25)
  const isThere = (name: string) => existsSync(join(ROOT, name)) || existsSync(join(ROOT, 'src', name))
  expect(named.filter((name) => !isThere(name))).toEqual([])
})
