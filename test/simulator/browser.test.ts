import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { outgoing } from '../../src/farm/outgoing.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { updateOne } from '../../src/store/writes.ts'
import { hasChromium, openChromium } from '../real/chromium.ts'
import { openRig, type Rig } from './rig.ts'

/** Run in the page: elements that stick out of the window, or whose content sticks out of them, and the page's own width. */
const CUT = `(() => {
  const cut = [...document.querySelectorAll('body *')].filter((each) => {
    if (each.closest('.hidden, [hidden], svg, select')) return false
    const { left, right, width } = each.getBoundingClientRect()
    const isWide = each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && each.tagName !== 'INPUT'
    return width > 0 && (left < 0 || right > innerWidth || isWide)
  })
  const { scrollWidth, clientWidth } = document.documentElement
  return { cut: cut.map((each) => each.tagName + '.' + each.className), scrollWidth, clientWidth }
})()`

/** A busy machine draws slowly. */
const PATIENCE_MS = 60_000

describe.skipIf(!hasChromium())('the simulator in a browser', { timeout: PATIENCE_MS }, () => {
  let rig: Rig
  let browser: BrowserContext
  let closeBrowser: () => Promise<void>
  let page: Page
  /** Each test has a farmer of its own, of those who agreed. */
  let farmer: string
  let farmers = 10

  beforeAll(async () => {
    ;({ browser, close: closeBrowser } = await openChromium())
    rig = await openRig()
  })
  afterAll(async () => {
    await closeBrowser?.()
    await rig?.close()
  })

  beforeEach(async () => {
    farmer = `05700000${++farmers}`
    page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE_MS / 3)
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    onTestFinished(async () => {
      await page.close()
      expect(complaints).toEqual([])
    })
  })

  const open = (query = `?a=sms:${farmer}`) => page.goto(`${rig.url}/simulator${query}`)
  const seat = (place: 'a' | 'b') => page.locator(`[data-place=${place}]`)
  const write = async (text: string, place: 'a' | 'b' = 'a') => {
    await seat(place).getByLabel('Viết tin').fill(text)
    await page.keyboard.press('Enter')
  }
  const lastText = (place: 'a' | 'b' = 'a') => seat(place).locator('.text.service').last()

  test('a report is answered, with its parts, its cost and its status', async () => {
    await open('')
    await write('bc ngo 3 ta ruoi 2 sao')
    await lastText().getByText('Da ghi: ngo 350 kg, 2 sao (720 m2)').waitFor()
    await lastText().getByText('1 tin · 350 đ').waitFor()
    await lastText().getByText('đã gửi').waitFor()
    const inside = page.locator('.insight:visible')
    const facts = inside.locator('.fact')
    expect(await facts.allTextContents()).toEqual([
      'ngocây, con ngô',
      '3 ta ruoikhối lượng 350 kg',
      '2 saodiện tích 2 sào (720 m²)',
    ])
    await inside.getByText('Sản lượng: ngô · 350 kg · 2 sào (720 m²) · hôm nay').waitFor()
    expect(await inside.locator('.path .passed code').allTextContents()).toEqual([
      'what',
      'harvested',
      'whose',
      'sacks',
      'field',
      'likely',
      'twin',
      'keep',
      'said',
    ])
  })

  test('a text is shown with the steps of its reading, an older one when it is chosen', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open()
    await write('bc gungg 3 t hnay')
    const card = page.locator('.insight:visible .reading')
    await card.getByRole('heading', { name: 'Máy đọc tin này thế nào' }).waitFor()
    await card.getByText('hnay → hôm nay viết tắt của tin nhắn').waitFor()
    await card.getByText('gungg → gừng trâu nhầm một phím trong một tên đã biết').waitFor()
    expect(await card.locator('.found.doubtful mark').allTextContents()).toEqual(['3 t'])
    await card.getByText('hơn một cách hiểu: hỏi lại, không tự chọn').waitFor()
    await lastText().getByText('1: 300 kg').waitFor()
    await write('2')
    await seat('a').locator('.text.own').nth(1).waitFor()
    await card.locator('blockquote', { hasText: /^2$/ }).waitFor()
    await seat('a').getByRole('button', { name: 'đọc thế nào?' }).first().click()
    await card.locator('blockquote').getByText('bc gungg 3 t hnay').waitFor()
    expect(await page.locator('.insight:visible .reading').count()).toBe(1)
    expect(await page.evaluate(CUT)).toEqual({ cut: [], scrollWidth: 390, clientWidth: 390 })
    await write('bc ngo 3 ta')
    await card.locator('blockquote').getByText('bc ngo 3 ta', { exact: true }).waitFor()
  })

  test('an open question shows what it waits for, and what is known so far', async () => {
    await open()
    await write('bao san luong')
    await lastText().getByText('Nha minh thu cay gi a?').waitFor()
    await write('gung trau')
    await lastText().getByText('Thu duoc bao nhieu gung trau a?').waitFor()
    const inside = page.locator('.insight:visible')
    await inside.locator('.question').getByText('Thu duoc bao nhieu gung trau a?').waitFor()
    expect(await inside.locator('.path .waiting code').textContent()).toBe('what')
    expect(await inside.locator('.slots div:not(.empty)').allTextContents()).toEqual(['cây, con cropgừng trâu'])
  })

  test('on Zalo texts have accents and choices are buttons; a tap answers', async () => {
    await open()
    await seat('a').getByRole('link', { name: 'Zalo' }).click()
    await write('bc lúa 3 t')
    await lastText().getByRole('button', { name: '3.000 kg', exact: true }).click()
    await seat('a').locator('.text.own').getByText('3.000 kg', { exact: true }).waitFor()
    await lastText().getByText('Đã ghi: lúa 3.000 kg').waitFor()
    expect(await lastText().textContent()).not.toContain(' đ ·')
  })

  test('a stranger on Zalo is no demo farmer; the demo farmer on Zalo is the same person', async () => {
    await open(`?a=zalo:${farmer}`)
    await write('bc ngô 3 tạ')
    await lastText().getByText('Đã ghi: ngô 300 kg').waitFor()
    await open('?a=zalo:new')
    await write('bc ngô 3 tạ')
    await lastText().getByText('Nhắn kèm ĐY để đồng ý').waitFor()
  })

  test('keys of the phone write figures, examples are sent at a tap, and all of it works by keyboard', async () => {
    await open()
    await seat('a').getByRole('button', { name: 'bao san luong' }).focus()
    await page.keyboard.press('Enter')
    await lastText().getByText('Nha minh thu cay gi a?').waitFor()
    await write('bc lua 3 t')
    await lastText().getByText('1: 300 kg').waitFor()
    await seat('a').getByRole('button', { name: 'Phím 1' }).click()
    expect(await seat('a').getByLabel('Viết tin').inputValue()).toBe('1')
    await seat('a').getByRole('button', { name: 'Gửi' }).focus()
    await page.keyboard.press('Enter')
    await lastText().getByText('Tren bao nhieu dat a?').waitFor()
    await page.locator('.insight:visible .slots').getByText('300 kg').waitFor()
  })

  test('what one writes is shown as text, whatever it says', async () => {
    await open()
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;'
    await write(evil)
    await lastText().getByText('Chua hieu tin nay a.').waitFor()
    expect(await seat('a').locator('.text.own .bubble').textContent()).toBe(evil)
    expect(await page.locator('.insight:visible .quote').textContent()).toContain('<script>')
    await page.reload()
    expect(await seat('a').locator('.text.own .bubble').textContent()).toBe(evil)
    expect(await page.locator('.thread img, .thread script, .insight img, .insight script').count()).toBe(0)
    expect(await page.title()).toContain('Máy thử')
  })

  test('a second phone hears what the first one set off', async () => {
    await open()
    await page.getByRole('link', { name: 'Thêm máy thứ hai' }).click()
    expect(await seat('b').getByLabel('Bạn là ai').locator('option:checked').textContent()).toBe('Thào A Pao, cán bộ')
    await write('cb')
    await lastText('a').getByText('Da chuyen can bo.').waitFor()
    await lastText('b').getByText('Phieu 1').waitFor()
    await lastText('b').getByText('tự gửi').waitFor()
    await write('tl 1 nho cay vang, rac voi', 'b')
    await lastText('a').getByText('Can bo tra loi: nho cay vang, rac voi').waitFor()
    expect(await page.locator('.insight:visible').getAttribute('data-of')).toBe('b')
  })

  test('a reminder planned for later is no part of the talk yet', async () => {
    const { store, newId, clock } = rig.runtime
    const known = await findUrn(store.db, store.keys.hash(`tel:+84${farmer.slice(1)}`))
    const texts = [{ key: 'common.consent-thanks' }]
    const plan = { id: newId(), now: clock(), urnId: known?.urn.id ?? '', personId: null, locale: 'vi', revision: '' }
    const write = outgoing({ ...plan, class: 'reminder', texts, dueAt: clock() + 3_600_000 })
    await store.commit({ writes: [write] })
    await open()
    await page.locator('.ahead').getByText('Cam on nha minh da dong y.').waitFor()
    expect(await seat('a').locator('.text').count()).toBe(0)
    await store.commit({ writes: [updateOne('outbox', { id: plan.id }, { dueAt: clock(), class: 'service' })] })
    await lastText().getByText('Cam on nha minh da dong y.').waitFor()
    expect(await page.locator('.ahead').getByText('Cam on nha minh').count()).toBe(0)
  })

  test.each(['?a=sms:FARMER', '?a=zalo:FARMER', '?a=zalo:FARMER&b=sms:0570000002'])(
    'nothing is cut and nothing scrolls sideways at 390 px: %s',
    async (query) => {
      await page.setViewportSize({ width: 390, height: 844 })
      await open(query.replace('FARMER', farmer))
      await write('bc lua 3 t')
      await lastText().getByText('3.000 kg').first().waitFor()
      await write('toi muon hoi ve cay gung nha toi bi vang la va thoi cu sau dot mua vua roi'.repeat(2))
      await seat('a').locator('.text.own').nth(1).waitFor()
      await page.locator('.insight:visible .card').first().waitFor()
      const found = await page.evaluate(CUT)
      expect(found).toEqual({ cut: [], scrollWidth: 390, clientWidth: 390 })
      await page.setViewportSize({ width: 360, height: 640 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    },
  )
})
