import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

/** Debian's Chromium, a real browser for the pages. */

const PATH = '/usr/bin/chromium'
const INSTALL_MS = 10 * 60_000

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/**
 * Whether there is a Chromium to test with. As root on Debian, and in CI everywhere, what is missing is installed, which
 * is said; elsewhere one line says what to do, and the tests show as skipped. Throws in CI where it can't be had.
 */
export function hasChromium(): boolean {
  if (existsSync(PATH)) return true
  const isCi = Boolean(process.env.CI)
  const isRoot = process.getuid?.() === 0
  if (isCi || (isRoot && isDebian())) {
    say('Chromium is missing: installing it (apt-get install chromium)…')
    const sudo = isRoot ? [] : ['sudo', '-n']
    const run = (...args: string[]) => {
      const [command = '', ...rest] = [...sudo, 'apt-get', ...args]
      execFileSync(command, rest, { stdio: 'ignore', timeout: INSTALL_MS })
    }
    try {
      run('update')
      run('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core')
    } catch (error) {
      if (isCi) throw new Error('Chromium could not be installed', { cause: error })
    }
    if (existsSync(PATH)) return true
    if (isCi) throw new Error(`${PATH} is not there after apt-get install chromium`)
  }
  say('Tests in a browser are skipped: install Debian\'s Chromium ("apt-get install chromium") to run them.')
  return false
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser with an empty profile; `close` also removes it. */
export async function openChromium(): Promise<{ browser: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'mua-chromium-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: PATH,
    headless: true,
    args: FLAGS,
    locale: 'vi-VN',
  })
  const close = async () => {
    await browser.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  return { browser, close }
}
