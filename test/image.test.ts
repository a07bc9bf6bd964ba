import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

const ROOT = resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8')

const wordsSchema = z.array(z.string())

/** A Dockerfile's stages, each a list of instructions and what stands behind them. */
function stagesOf(dockerfile: string): { word: string; rest: string }[][] {
  const stages: { word: string; rest: string }[][] = []
  for (const line of dockerfile.replaceAll('\\\n', ' ').split('\n')) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? []
    if (word === 'FROM') stages.push([])
    if (word) stages.at(-1)?.push({ word, rest })
  }
  return stages
}

const IGNORED = read('.dockerignore').split('\n').filter(Boolean)

/** Does a COPY from the repository, as far as .dockerignore lets it through, or from the stage before. */
function copy(rest: string, before: string | undefined, to: string): void {
  const isStage = rest.startsWith('--from=')
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'))
  const target = words.pop() ?? ''
  for (const source of words) {
    if (!isStage) expect(IGNORED).not.toContain(source.split('/')[0])
    const from = isStage ? join(before ?? '', source.replace(/^\/app\//, '')) : join(ROOT, source)
    expect(existsSync(from), from).toBe(true)
    const path = target.endsWith('/') ? join(to, target, basename(source)) : join(to, target)
    if (basename(source) === 'node_modules') symlinkSync(join(ROOT, 'node_modules'), path)
    else cpSync(from, path, { recursive: true })
  }
}

test('the image, step by step without an engine, serves and is healthy', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mua-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const stages = stagesOf(read('Dockerfile'))
  let app = ''
  for (const [index, stage] of stages.entries()) {
    const before = app
    app = join(folder, `${index}`)
    mkdirSync(app)
    for (const { word, rest } of stage) {
      if (word === 'COPY') copy(rest, before, app)
      // What is installed stands in for what would be.
      if (word === 'RUN' && rest.startsWith('npm ci'))
        symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'))
      if (word === 'RUN' && rest.startsWith('npm run build')) execFileSync('npm', ['run', 'build'], { cwd: app })
    }
  }
  const last = new Map(stages.at(-1)?.map(({ word, rest }) => [word, rest]))
  const env = {
    ...Object.fromEntries((last.get('ENV') ?? '').split(/\s+/).map((pair) => pair.split('='))),
    DATABASE_URL: `file:${join(folder, 'mua.db')}`,
    MUA_KEY: Buffer.alloc(32, 7).toString('base64'),
    MUA_OPERATOR: 'HTX Nậm Pung',
    PORT: '0',
  }
  const [, ...args] = wordsSchema.parse(JSON.parse(last.get('CMD') ?? ''))
  const served = spawn(process.execPath, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void served.kill('SIGKILL'))
  const ended = once(served, 'exit')
  const [line] = await Promise.race([once(createInterface({ input: served.stdout }), 'line'), ended])
  const [, port = ''] = /^Mùa listens on http:\/\/localhost:(\d+)$/.exec(String(line)) ?? []
  expect(port).toMatch(/^\d+$/)
  const healthy = await fetch(`http://127.0.0.1:${port}/healthz`)
  expect(healthy.status).toBe(200)
  const [, ...check] = wordsSchema.parse(JSON.parse(/CMD (.+)$/.exec(last.get('HEALTHCHECK') ?? '')?.[1] ?? ''))
  const isHealthy = () => execFileSync(process.execPath, check, { env: { PORT: port } })
  isHealthy()
  // While the database is away the spool keeps what comes: nothing is won by ending the process.
  const locker = new Database(join(folder, 'mua.db'))
  locker.exec('begin immediate')
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503)
  isHealthy()
  locker.close()
  served.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
