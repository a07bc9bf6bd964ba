import { expect, test } from 'vitest'
import { insert } from '../../src/store/writes.ts'
import { makeSeeded } from '../cli/helpers.ts'

const AT = Date.UTC(2026, 10, 22, 2)

/** Every kind of answer a slot can hold. */
const VALUES = {
  source: { type: 'option', option: 'suoi' },
  dry: { type: 'area', m2: 720 },
  got: { type: 'mass', kg: 350.5 },
  pumped: { type: 'volume', l: 20 },
  sacks: { type: 'count', count: 5, unit: 'bao' },
  paid: { type: 'money', vnd: 15_000, per: 'kg' },
  fee: { type: 'money', vnd: 50_000 },
  since: { type: 'date', date: '2026-11-20' },
  span: { type: 'date', from: '2026-11-01', to: '2026-11-20' },
  plant: { type: 'crop', crop: 'maize', form: 'grain' },
  where: { type: 'place', place: '02725' },
  call: { type: 'phone', phone: '+84912345678' },
  people: { type: 'number', number: 4 },
  remark: { type: 'text', text: 'mương hỏng, "nặng"' },
}

const EXPORTED = [
  ['source', 'suoi', null],
  ['dry', 720, 'm2'],
  ['got', 350.5, 'kg'],
  ['pumped', 20, 'l'],
  ['sacks', 5, 'bao'],
  ['paid', 15_000, 'VND/kg'],
  ['fee', 50_000, 'VND'],
  ['since', '2026-11-20', null],
  ['span', '2026-11-01/2026-11-20', null],
  ['plant', 'maize/grain', null],
  ['where', '02725', null],
  ['call', '+84912345678', null],
  ['people', 4, null],
  ['remark', 'mương hỏng, "nặng"', null],
]

async function oneFarmer() {
  const place = await makeSeeded()
  const people = place.file(
    'people.csv',
    'phone,name,commune,consent,consent_on,consent_proof\n0912345678,Vàng Thị Seo,Bản Xèo,yes,20/11/2026,phiếu 12\n',
  )
  expect((await place.run('import', 'people', people)).code).toBe(0)
  return place
}

test('survey answers are exported one a row, shown, and erased with the person', async () => {
  const place = await oneFarmer()
  const listed = await place.run('show', '+84912345678')
  const personId = /id: ([0-9a-f-]{36})/.exec(listed.out)?.[1] ?? ''
  const row = { personId, flow: 'khao-sat-nuoc', survey: 'nuoc-2026', values: VALUES, recordedAt: AT }
  await place.commit(insert('answers', { id: 'a1', ...row }))

  const exported = await place.run('export', 'answers', '--format', 'json')
  const rows: Record<string, unknown>[] = JSON.parse(exported.out)
  expect(rows.map(({ question, answer, unit }) => [question, answer, unit])).toEqual(EXPORTED)
  expect(rows[0]).toEqual({
    ...{ id: 'a1', person_id: personId, phone: '+84912345678', cooperative: null, place: '02725' },
    ...{ survey: 'nuoc-2026', flow: 'khao-sat-nuoc', question: 'source', answer: 'suoi', unit: null },
    recorded_at: '2026-11-22T09:00:00.000+07:00',
  })
  const later = await place.run('export', 'answers', '--format', 'json', '--from', '2026-11-23')
  expect(JSON.parse(later.out)).toEqual([])

  const shown = await place.run('show', '+84912345678')
  expect(shown.out).toContain('survey "nuoc-2026" source: suoi, dry: 720 m2, got: 350.5 kg')

  expect((await place.run('forget', '+84912345678', '--yes')).code).toBe(0)
  const after = await place.run('export', 'answers', '--format', 'json')
  expect(JSON.parse(after.out)).toEqual([])
})
