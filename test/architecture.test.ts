import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom. A part is a folder of src/, or a file that stands alone there. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'language/base': [],
  'language/books': ['language/base'],
  'language/text': ['language/base'],
  'language/units': ['language/text'],
  'language/names': ['language/base', 'language/text'],
  'language/numbers': ['language/base', 'language/names', 'language/text', 'language/units'],
  'language/amounts': ['language/base', 'language/names', 'language/numbers', 'language/text', 'language/units'],
  'language/money': [
    'language/amounts',
    'language/base',
    'language/names',
    'language/numbers',
    'language/text',
    'language/units',
  ],
  'language/days': ['language/base', 'language/numbers', 'language/text', 'language/units'],
  'language/intents': ['language/base', 'language/text'],
  'language/explain': ['language/base', 'language/facts', 'language/text'],
  'language/facts': [
    'language/amounts',
    'language/base',
    'language/days',
    'language/intents',
    'language/money',
    'language/names',
    'language/numbers',
    'language/text',
  ],
  conversation: ['language'],
  store: [],
  farm: ['conversation', 'language', 'store'],
  'channels/channel': [],
  'channels/shared': ['channels/channel', 'language'],
  'channels/simulator': ['channels/channel', 'channels/shared'],
  'channels/esms': ['channels/channel', 'channels/shared'],
  'channels/kannel': ['channels/channel', 'channels/shared', 'language'],
  'channels/smsgate': ['channels/channel', 'channels/shared', 'language'],
  'channels/twilio': ['channels/channel', 'channels/shared', 'language'],
  'channels/zalo': ['channels/channel', 'channels/shared', 'language'],
  'channels/zalo-bot': ['channels/channel', 'channels/shared'],
  delivery: ['channels/channel', 'conversation', 'language', 'store'],
  server: ['channels/channel', 'channels/zalo', 'conversation', 'delivery', 'farm', 'language', 'store'],
  'flow-tests': ['conversation', 'farm', 'language', 'server', 'store'],
  config: [
    'channels/channel',
    'channels/esms',
    'channels/kannel',
    'channels/smsgate',
    'channels/twilio',
    'channels/zalo',
    'channels/zalo-bot',
  ],
  'key-file': ['config', 'store'],
  'script-files': [],
  seed: ['conversation', 'farm', 'script-files', 'server', 'store'],
  'configured-channels': [
    'channels/channel',
    'channels/esms',
    'channels/shared',
    'channels/kannel',
    'channels/simulator',
    'channels/smsgate',
    'channels/twilio',
    'channels/zalo',
    'channels/zalo-bot',
    'config',
    'server',
    'store',
  ],
  runtime: [
    'channels/channel',
    'channels/shared',
    'config',
    'configured-channels',
    'delivery',
    'farm',
    'key-file',
    'seed',
    'server',
    'store',
  ],
  cli: [
    'channels/channel',
    'channels/shared',
    'channels/zalo',
    'config',
    'configured-channels',
    'conversation',
    'delivery',
    'farm',
    'flow-tests',
    'key-file',
    'language',
    'runtime',
    'script-files',
    'seed',
    'server',
    'store',
  ],
  'load-drizzle': [],
  main: ['cli', 'load-drizzle'],
}

/** Files beside the folders of `language/` that import none of them; the others there put the folders together. */
const LANGUAGE_BASE = ['types', 'explain-rules', 'explain-fact-rules']

/** Parts that run anywhere: no database, network, clock or machine. */
const PURE = ['language', 'conversation']
const IMPURE = /'node:|\bTemporal\b|\bDate\.now\(|\bnew Date\(\)|\bfetch\(|\bMath\.random\(|\bprocess\./

const SRC = resolve(import.meta.dirname, '../src')

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}

/** The part a file belongs to. */
function partOf(file: string): string {
  const path = relative(SRC, file).replace(/\.tsx?$/, '')
  const [folder = '', second = '', third] = path.split('/')
  if (folder === 'channels')
    return second === 'channel' ? 'channels/channel' : third ? `channels/${second}` : 'channels/shared'
  if (folder === 'language') {
    const own = LANGUAGE_BASE.includes(second) ? 'base' : 'facts'
    return `language/${third ? second : own}`
  }
  return folder
}

/** Whether a part is allowed another: of `language`, seen from outside, all of it. */
function mayImport(part: string, target: string): boolean {
  const allowed = MAY_IMPORT[part] ?? []
  const isWithin = part.startsWith('language/') || !target.startsWith('language/')
  return part === target || allowed.includes(isWithin ? target : 'language')
}

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, path]) => path ?? '')

const files = sources(SRC)

test('every source file belongs to a listed part, and every listed part has files', () => {
  const found = new Set(files.map(partOf))
  expect([...found].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  expect(files.length).toBeGreaterThan(100)
})

test('imports run one way', () => {
  const wrong: string[] = []
  let looked = 0
  for (const file of files) {
    const part = partOf(file)
    for (const path of importsOf(readFileSync(file, 'utf8'))) {
      if (!path.startsWith('.')) continue
      looked += 1
      const target = partOf(resolve(dirname(file), path))
      if (!mayImport(part, target)) wrong.push(`${relative(SRC, file)} → ${path}`)
    }
  }
  expect(wrong).toEqual([])
  expect(looked).toBeGreaterThan(300)
})

test('language and conversation know no machine, no clock and no network', () => {
  const wrong = files
    .filter((file) => PURE.includes(partOf(file).split('/')[0] ?? ''))
    .filter((file) => IMPURE.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
  expect(wrong.map((file) => relative(SRC, file))).toEqual([])
})
