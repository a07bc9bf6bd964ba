import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'

const SCRIPT = resolve(import.meta.dirname, '../../docs/channels/kannel/set-up.sh')
const ANSWERS = {
  SMPP_HOST: '10.1.2.3',
  SMPP_PORT: '2775',
  SMPP_USERNAME: 'mua',
  SMPP_PASSWORD: 'a&b/#1@B',
  SMPP_SYSTEM_TYPE: '',
  SMPP_THROUGHPUT: '10',
  FROM: '8099',
  MUA_URL: 'http://127.0.0.1:3000',
}

let dir = ''
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'mua-set-up-')), 'kannel')
})
afterEach(() => rmSync(resolve(dir, '..'), { recursive: true }))

const run = (answers: Record<string, string>, input = '') =>
  spawnSync('sh', [SCRIPT, '--to', dir], { env: { PATH: process.env.PATH, ...answers }, input, encoding: 'utf8' })
const read = (file: string) => readFileSync(join(dir, file), 'utf8')
const settings = () =>
  Object.fromEntries(
    read('mua.env')
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  )

test('what is answered stands in the configuration, letter for letter, and nothing is left open', () => {
  expect(run(ANSWERS)).toMatchObject({ status: 0, stderr: '' })
  expect(read('smsc.conf')).toContain('smsc-password = "a&b/#1@B"\nsystem-type = ""')
  expect(read('smsc.conf')).toContain('host = "10.1.2.3"\nport = 2775')
  expect(read('kannel.conf')).toContain(`include = "${dir}/smsc.conf"`)
  for (const file of ['kannel.conf', 'smsc.conf']) {
    const open = read(file)
      .split('\n')
      .filter((line) => !line.startsWith('#') && /@[A-Z_]+@/.test(line))
    expect(open).toEqual([])
    expect(statSync(join(dir, file)).mode & 0o077).toBe(0)
  }
})

test('Mùa takes the settings that it writes, which are those of Kannel', () => {
  run(ANSWERS)
  const env = { ...settings(), NODE_ENV: 'production', PUBLIC_URL: 'https://bot.example.vn' }
  const key = Buffer.alloc(32, 1).toString('base64')
  const { kannel } = readConfig({ ...env, MUA_KEY: key, MUA_OPERATOR: 'HTX' })
  expect(kannel?.sendsmsUrl).toBe('http://127.0.0.1:13013/cgi-bin/sendsms')
  expect(read('kannel.conf')).toContain(`username = "${kannel?.username}"\npassword = "${kannel?.password}"`)
  expect(read('kannel.conf')).toContain(`"http://127.0.0.1:3000/webhooks/kannel/${kannel?.secret}?id=%I&at=%T"`)
})

test('run again it keeps the secrets', () => {
  run(ANSWERS)
  const before = settings()
  expect(run({ ...ANSWERS, FROM: '8199' }).status).toBe(0)
  expect(settings()).toEqual({ ...before, KANNEL_FROM: '8199' })
  expect(read('kannel.conf')).toContain('global-sender = "8199"')
})

test('it asks for what it was not told, and has an answer for most', () => {
  expect(run({}, '10.1.2.3\n\nmua\nsecret\n\n\n8099\n\n').status).toBe(0)
  expect(read('smsc.conf')).toContain('port = 2775')
  expect(read('smsc.conf')).toContain('throughput = 10')
  expect(read('kannel.conf')).toContain('"http://127.0.0.1:3000/webhooks/')
})

test.each([
  ['a password that SMPP has no room for', { SMPP_PASSWORD: '123456789' }, 'SMPP_PASSWORD is too long'],
  ['no number', { FROM: '' }, 'FROM is missing'],
  ['no host', { SMPP_HOST: '' }, 'SMPP_HOST is missing'],
  ['a quote', { SMPP_PASSWORD: 'a"b' }, 'SMPP_PASSWORD must not contain quotes'],
  ['a backslash', { SMPP_PASSWORD: 'a\\b' }, 'SMPP_PASSWORD must not contain quotes, backslashes'],
])('%s stops it with a sentence, and nothing is written', (_name, answers, sentence) => {
  const { status, stderr } = run({ ...ANSWERS, ...answers })
  expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)])
  expect(() => read('mua.env')).toThrow()
})
