import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createRuntime } from '../../src/runtime.ts'
import { createLog } from '../../src/server/log.ts'
import { openRig, type Rig } from './rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
})
afterAll(async () => rig?.close())

const FARMER = { as: '+84912345678', channel: 'sms' }
const OTHER = { as: '+84570000011', channel: 'sms' }

const post = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  rig.runtime.app.request('/simulator/api/messages', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const talk = async (who: Record<string, string>) => {
  const response = await rig.runtime.app.request(`/simulator/api/talk?${new URLSearchParams(who)}`)
  return (await response.json()) as {
    entries: { id: string; type: string; text: string; parts: number; status: string }[]
  }
}

test('a text is taken in once, and the talk tells what was said', async () => {
  const response = await post({ ...FARMER, text: 'bc ngo 3 ta ruoi 2 sao' })
  expect(response.status).toBe(202)
  await rig.runtime.dispatcher.idle()
  const { entries } = await talk(FARMER)
  expect(entries).toEqual([
    expect.objectContaining({ type: 'own', text: 'bc ngo 3 ta ruoi 2 sao', parts: 1, vnd: 350 }),
    expect.objectContaining({ type: 'service', status: 'wired', parts: 1, vnd: 350, class: 'reply' }),
  ])
  expect(entries[1]?.text).toMatch(/^Da ghi: ngo 350 kg/)
})

test('how a text was read is told by its id, to its own phone only', async () => {
  const who = { as: '+84570000013', channel: 'sms' }
  await post({ ...who, text: 'gia gung <b>15' })
  const { entries } = await talk(who)
  const id = entries[0]?.id ?? ''
  const reading = (seat: string) =>
    rig.runtime.app.request(`/simulator/reading?${new URLSearchParams({ seat, message: id })}`)
  const own = await reading('sms:0570000013')
  expect(own.status).toBe(200)
  const card = await own.text()
  expect(card).toContain('<mark>gung</mark>')
  expect(card).toContain('chữ đứng trước cho biết là cây, con')
  expect(card).not.toContain('<b>15')
  for (const other of ['sms:0912345678', 'sms:0570000099', 'nobody']) expect((await reading(other)).status).toBe(404)
})

test('the panel says in words which slots a step takes', async () => {
  const other = { as: '+84570000012', channel: 'sms' }
  await post({ ...other, text: 'bc 5 bao ngo' })
  const response = await rig.runtime.app.request(`/simulator/api/talk?${new URLSearchParams(other)}`)
  const { insight } = (await response.json()) as {
    insight: { flow: { slots: { label: string }[]; steps: { says: string }[] } }
  }
  const labels = insight.flow.slots.map(({ label }) => label)
  expect(new Set(labels).size).toBe(labels.length)
  expect(labels).toContain('một bao nặng')
  const says = insight.flow.steps.map((step) => step.says)
  expect(says).toContain('Hỏi một bao nặng')
  expect(says.filter((line) => /[a-z]_[a-z]|\b(crop|quantity|area)\b/.test(line))).toEqual([])
  expect(says.filter((line) => line.split('(').length !== line.split(')').length)).toEqual([])
})

test.each(['foo', 'sms:123', 'new'])('a phone that is none is told: %s', async (a) => {
  const response = await rig.runtime.app.request(`/simulator?${new URLSearchParams({ a })}`)
  expect(response.status).toBe(400)
  expect(await response.text()).toMatch(/^Không có máy nào như thế/)
})

test('an accent makes a text dearer for who writes it', async () => {
  const text = `báo ngô 3 tạ rưỡi 2 sào ${'ạ'.repeat(60)}`
  const stranger = { as: '+84579999999', channel: 'sms' }
  await post({ ...stranger, text })
  expect((await talk(stranger)).entries[0]).toMatchObject({ type: 'own', parts: 2, vnd: 700 })
})

test.each([
  ['no JSON', '{', 400],
  ['an empty text', { ...OTHER, text: '  ' }, 400],
  ['a text too long', { ...OTHER, text: 'a'.repeat(1601) }, 400],
  ['an unknown channel', { ...OTHER, channel: 'fax', text: 'alo' }, 400],
  ['no number', { ...OTHER, as: 'Seo', text: 'alo' }, 400],
  ['a number of a landline abroad', { ...OTHER, as: '+4930123456', text: 'alo' }, 400],
  ['a body over 64 KB', { ...OTHER, text: 'a'.repeat(70_000) }, 413],
])('refuses %s, and says why in Vietnamese', async (_, body, status) => {
  const response = await post(body)
  expect(response.status).toBe(status)
  const { error } = (await response.json()) as { error: string }
  expect(error).toMatch(/[ạảấầẩẫậắằẵặẹẻẽềểễệịọỏốồổộớờợụủừửữựỳỷàáéèíìóòôơưăâêđ]/)
  expect((await talk(OTHER)).entries).toEqual([])
})

test('another site can neither post a form nor borrow the name of this machine', async () => {
  const form = await post('as=%2B84912345678&channel=sms&text=tc', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(form.status).toBe(415)
  const borrowed = await rig.runtime.app.request('http://evil.example/simulator')
  expect(borrowed.status).toBe(403)
})

test('the page loads nothing from elsewhere and lets nobody frame it', async () => {
  const response = await rig.runtime.app.request('/simulator')
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  const page = await response.text()
  expect(page.match(/(?:src|href)="(?!\/|#)[^"]*"/g)).toBeNull()
  expect(page).not.toMatch(/ style="| on[a-z]+="/)
})

test('a new number is one that nobody has, and another each time', async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(async () => (await rig.runtime.app.request('/simulator?a=sms:new')).headers.get('location')),
  )
  expect(first).toMatch(/^\/simulator\?a=sms%3A057\d{7}$/)
  expect(second).not.toBe(first)
})

test('streams end when the server is about to stop', async () => {
  const response = await rig.runtime.app.request('/simulator/events?seat=sms:0912345678')
  const reader = response.body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  expect(new TextDecoder().decode(value)).toContain('event: talk')
  rig.runtime.endStreams()
  expect(await reader?.read()).toMatchObject({ done: true })
})

test('without the demo there is no such page', async () => {
  const config = readConfig({ DATABASE_URL: `file:${rig.runtime.config.databaseFile}-real` })
  const runtime = await createRuntime({ config, log: createLog('silent') })
  onTestFinished(() => runtime.stop())
  expect((await runtime.app.request('/simulator')).status).toBe(404)
  expect((await runtime.app.request('/simulator/api/messages', { method: 'POST' })).status).toBe(404)
})
