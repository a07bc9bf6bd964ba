import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../../bin/mua.js')

/** `mua serve --demo`, started in a folder that is not the program's; its address is the last word of its first line. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-start-'))
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--demo'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: `file:${join(folder, 'mua.db')}`, MUA_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, url: String(line).split(' ').at(-1) ?? '' }
}

const PATIENCE_MS = 60_000

test('the page opens wherever the program is started, and an open page does not hold up its end', {
  timeout: PATIENCE_MS,
}, async () => {
  const { child, url } = await start()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/simulator$/)
  const page = await fetch(url)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('Vàng Thị Seo')
  const stream = await fetch(`${url}/events?seat=sms:0912345678`)
  await stream.body?.getReader().read()
  const before = performance.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(performance.now() - before).toBeLessThan(5000)
})
