import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { FIGURES } from '../../src/server/metrics.ts'
import { PUBLIC_URL, type ServiceRig, startService } from '../server/rig.ts'
import { ROOT, readDoc } from './blocks.ts'

const PROMTOOL = '/usr/bin/promtool'

const rule = z.strictObject({
  alert: z.string().regex(/^Mua[A-Za-z]+$/),
  expr: z.string().min(1),
  for: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
  annotations: z.strictObject({ summary: z.string().min(1) }),
})
const rulesFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule).min(1) })).min(1),
})

const gridPos = z.strictObject({ h: z.number(), w: z.number().max(24), x: z.number().max(23), y: z.number() })
const row = z.looseObject({ type: z.literal('row'), id: z.number(), title: z.string(), gridPos })
const chart = z.looseObject({
  type: z.enum(['stat', 'timeseries']),
  id: z.number(),
  title: z.string(),
  gridPos,
  datasource: z.strictObject({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{datasource\}$/) }),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string(), refId: z.string() })).min(1),
})
const dashboardFile = z.looseObject({
  title: z.string(),
  uid: z.string(),
  schemaVersion: z.number().min(39),
  templating: z.looseObject({ list: z.array(z.looseObject({ name: z.literal('datasource') })).length(1) }),
  panels: z.array(z.discriminatedUnion('type', [row, chart])).min(10),
})

const { rules } = rulesFile.parse(parse(readDoc('docs/monitoring/alerts.yaml'))).groups[0] ?? { rules: [] }
const { panels } = dashboardFile.parse(JSON.parse(readDoc('docs/monitoring/grafana-dashboard.json')))
const readme = readDoc('docs/monitoring/README.md')

/** Queries, by where they stand. */
const queries = new Map([
  ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
  ...panels.flatMap((panel) =>
    panel.type === 'row'
      ? []
      : panel.targets.map(({ refId, expr }): [string, string] => [`${panel.title} ${refId}`, expr]),
  ),
])

let service: ServiceRig
/** What `/metrics` gives after traffic: labels by name. */
let exported: Map<string, Set<string>>

/** A text that is answered, one whose answer is refused, one that stops the channel, a forged one and a receipt. */
async function makeTraffic({ runtime, twilio, zalo, text, sentTo }: ServiceRig): Promise<void> {
  await text('alo', '+84912345701')
  await sentTo('+84912345701', 1)
  const receipt = twilio.statusCallback(twilio.messages[0]?.sid ?? '', 'delivered')
  await runtime.app.request(receipt.url, { method: 'POST', headers: receipt.headers, body: receipt.body })
  twilio.refuse('+84912345702', 21_211)
  await text('alo', '+84912345702')
  twilio.refuse('+84912345703', 20_003, 401)
  await text('alo', '+84912345703')
  await text('xyzzy', '+84912345701')
  const forged = zalo.inbound(`${PUBLIC_URL}/webhooks/zalo`, '3344556677889900301', 'alo')
  const headers = { ...forged.headers, 'x-zevent-signature': `mac=${'0'.repeat(64)}` }
  await runtime.app.request('/webhooks/zalo', { method: 'POST', headers, body: forged.body })
  await runtime.dispatcher.idle()
}

const read = async ({ runtime }: ServiceRig): Promise<Map<string, Set<string>>> => {
  const labels = new Map<string, Set<string>>()
  const lines = (await (await runtime.app.request('/metrics')).text()).split('\n')
  for (const line of lines) {
    const [, name, inner = ''] = /^(mua_\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? []
    if (name === undefined) continue
    const known = labels.get(name) ?? new Set()
    for (const [, label = ''] of inner.matchAll(/(\w+)="/g)) known.add(label)
    labels.set(name, known)
  }
  return labels
}

beforeAll(async () => {
  service = await startService()
  await makeTraffic(service)
  // Gauges are told every five seconds.
  for (let tries = 0; tries < 100; tries++) {
    exported = await read(service)
    if (exported.has('mua_delivery_rests_total') && exported.has('mua_month_limit_vnd')) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})
afterAll(() => service.close())

test.each([...queries])('%s asks for what is exported', (_, expr) => {
  const names = [...expr.matchAll(/\bmua_\w+/g)].map(([name]) => name)
  expect(names.length + (expr.includes('up{job="mua"}') ? 1 : 0)).toBeGreaterThan(0)
  for (const name of names) expect([...exported.keys()]).toContain(name)
  for (const [, name = '', inner = ''] of expr.matchAll(/\b(mua_\w+)\{([^}]*)\}/g))
    for (const [, label = ''] of inner.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g))
      expect([name, [...(exported.get(name) ?? [])]]).toEqual([name, expect.arrayContaining([label])])
  for (const [, by = ''] of expr.matchAll(/\bby \(([^)]*)\)/g))
    for (const label of by.split(/,\s*/))
      for (const name of names)
        expect([name, [...(exported.get(name) ?? [])]]).toEqual([name, expect.arrayContaining([label])])
})

test('each legend names labels that its query keeps', () => {
  for (const panel of panels) {
    if (panel.type === 'row') continue
    for (const { expr, legendFormat } of panel.targets) {
      const kept = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(/,\s*/))
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(kept).toContain(label)
    }
  }
})

test('panels neither overlap nor share an id', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  for (const [n, { gridPos: a }] of panels.entries()) {
    expect(a.x + a.w).toBeLessThanOrEqual(24)
    for (const { gridPos: b } of panels.slice(n + 1))
      expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(false)
  }
})

test('every figure has its help and stands in the paper, and the paper tells of no other', async () => {
  const text = await (await service.runtime.app.request('/metrics')).text()
  for (const [, name, help] of text.matchAll(/^# HELP (mua_\w+) (.*)$/gm)) expect(help).not.toBe(name)
  const table = readme.slice(readme.indexOf('## Figures'), readme.indexOf('## Alarms'))
  const told = new Map(
    [...table.matchAll(/`(mua_\w+)(?:\{([\w,]*)\})?`/g)].map(([, name = '', labels = '']) => [name, labels]),
  )
  for (const [name, labels] of exported)
    expect([name, told.get(name)?.split(',').sort().join()]).toEqual([name, [...labels].sort().join()])
  expect([...told.keys()].filter((name) => !Object.hasOwn(FIGURES, name))).toEqual([])
  expect(Object.keys(FIGURES).filter((name) => !told.has(name))).toEqual([])
})

test('every alarm says what to do', () => {
  const told = [...readme.matchAll(/\bMua[A-Z]\w+/g)].map(([name]) => name)
  expect([...new Set(told)].sort()).toEqual(rules.map(({ alert }) => alert).sort())
})

test.skipIf(!existsSync(PROMTOOL))('Prometheus takes the rules', () => {
  const said = execFileSync(PROMTOOL, ['check', 'rules', join(ROOT, 'docs/monitoring/alerts.yaml')], {
    encoding: 'utf8',
  })
  expect(said).toContain(`${rules.length} rules found`)
})
