import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { hasPart } from './debian.ts'

/** Debian's Chromium, a real browser for the pages. */

const PATH = '/usr/bin/chromium'
/** Whether there is a Chromium to test with; see {@link hasPart}. */
export const hasChromium = (): boolean =>
  hasPart({
    name: "Debian's Chromium",
    files: [PATH],
    packages: ['chromium', 'fonts-dejavu-core'],
    skipped: 'Tests in a browser',
  })

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
