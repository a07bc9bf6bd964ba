import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../../bin/mua.js')
const ZALO = {
  PUBLIC_URL: 'https://bot.example.vn',
  ZALO_APP_ID: '1',
  ZALO_APP_SECRET: 'a',
  ZALO_OA_ID: '2',
  ZALO_OA_SECRET_KEY: 'b',
}

/** What `mua serve` warns of at its start in production. */
async function warnings(env: Record<string, string>, count: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-serve-'))
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, PORT: '0', DATABASE_URL: `file:${join(folder, 'mua.db')}`, MUA_LOG: 'silent' },
      ...{ NODE_ENV: 'production', MUA_KEY: Buffer.alloc(32, 1).toString('base64'), MUA_OPERATOR: 'HTX Nậm Pung' },
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  const said: string[] = []
  // Iterated, not awaited one by one: two lines may come at once.
  for await (const line of createInterface({ input: child.stderr })) if (said.push(line) === count) break
  return said.join('\n')
}

test('a start nobody can text is told', async () => {
  expect(await warnings({}, 1)).toMatch(
    /^WARNING: no channel is set up, .*set SMSGATE_…, KANNEL_…, ESMS_…, ZALO_… or TWILIO_…\.$/,
  )
})

test('a Zalo account nobody has linked is told, with where to link it', async () => {
  const said = await warnings(ZALO, 2)
  expect(said).toContain('WARNING: zalo: not_linked')
  expect(said).toContain('open https://bot.example.vn/oauth/zalo once')
  expect(said).not.toContain('no channel')
})
