import { asc } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { ActionInput } from '../../src/conversation/world.ts'
import { nextExpiry } from '../../src/farm/expire-approvals.ts'
import { ACTIONS } from '../../src/farm/registry.ts'
import { viewOf } from '../../src/farm/world.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { people } from '../../src/store/schema/people.ts'
import { approvals, prices } from '../../src/store/schema/prices.ts'
import { update, type Write } from '../../src/store/writes.ts'
import { keep, openRig, price, program, type Rig } from './rig.ts'

const HOUR_MS = 60 * 60 * 1000
const STAFF = {
  people: {
    officer: { role: 'officer', name: 'Pao', commune: '02725' },
    second: { role: 'leader', name: 'May' },
    third: { role: 'officer', name: 'Seo' },
  },
}

/** An officer's price ten times the last one, and the code the second person got. */
async function asked(): Promise<{ rig: Rig; code: string }> {
  const rig = await openRig(STAFF)
  await rig.commit(keep(price({ day: '2026-11-15' })))
  await rig.says('officer', 'gia gung 150k')
  await rig.says('officer', 'xin duyet')
  const [row] = await rig.stage.store.db.select().from(approvals)
  return { rig, code: row?.code ?? expect.fail('no approval was asked for') }
}

/** What the leader's DUYET would write, read now and not yet committed. */
async function decisionOf(rig: Rig, code: string): Promise<Write[]> {
  const { stage, cast } = rig
  const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('second')))
  const action = ACTIONS.get('decide-approval')
  if (!known?.people[0] || !action) return expect.fail('nobody to decide')
  const { db, keys } = stage.store
  const { settings, newId, random } = stage
  const input: ActionInput = {
    now: stage.now(),
    person: viewOf(known.people[0]),
    slots: { code: { type: 'text', text: code } },
    values: {},
    params: { approve: true },
    memory: {},
    last: null,
    text: '',
    missed: [],
    messageId: null,
    program,
    waiting: [],
    isShared: false,
    isBetween: false,
    flow: 'approve',
    attachments: [],
  }
  const result = await action.run(input, { db, keys, settings, urn: known.urn, channel: 'simulator', newId, random })
  return result.writes ?? []
}

const priceRows = async (rig: Rig) =>
  (await rig.stage.store.db.select().from(prices).orderBy(asc(prices.recordedAt))).map(({ priceVnd, status }) => ({
    priceVnd,
    status,
  }))

const HELD = { priceVnd: 150_000, status: 'held' }
const KEPT = { priceVnd: 150_000, status: 'kept' }

describe('a second person', () => {
  test('approves: the price is kept, and whoever asked is told', async () => {
    const { rig, code } = await asked()
    expect(await priceRows(rig)).toContainEqual(HELD)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Da duyet: gia gung trau tuoi 150\.000 d\/kg/)
    expect(await priceRows(rig)).toContainEqual(KEPT)
    expect(rig.words((await rig.sentTo('officer')).at(-1)?.texts)).toMatch(/^May da duyet:/)
  })

  test.each([
    ['whoever asked', 'officer', /chinh nha minh xin/],
    ['a farmer', 'farmer', /Chua hieu|MENU/],
  ] as const)('is not %s', async (_, speaker, answer) => {
    const { rig, code } = await asked()
    expect(await rig.says(speaker, `duyet ${code}`)).toMatch(answer)
    expect(await priceRows(rig)).toContainEqual(HELD)
  })

  test('is not another officer who texts from the same phone', async () => {
    const rig = await openRig({
      people: { ...STAFF.people, officer: { ...STAFF.people.officer, shares: ['Vang'] } },
    })
    await rig.commit(keep(price({ day: '2026-11-15' })))
    await rig.says('officer', 'gia gung 150k')
    expect(await rig.says('officer', '1')).toMatch(/CHUA GHI/)
    await rig.says('officer', 'xin duyet')
    const [row] = await rig.stage.store.db.select().from(approvals)
    rig.stage.pass(3 * HOUR_MS)
    expect(await rig.says('officer', `duyet ${row?.code}`)).toMatch(/Ai dang nhan tin/)
    expect(await rig.says('officer', '2')).toMatch(/chinh nha minh xin/)
    expect(await priceRows(rig)).toContainEqual(HELD)
  })

  test('is not the leader of another cooperative', async () => {
    const { rig, code } = await asked()
    const { commit } = rig
    const second = (await rig.stage.store.db.select().from(people)).find(({ name }) => name === 'May')
    await commit([update('people', { id: second?.id ?? '' }, { cooperativeId: 'another' })])
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Khong co viec nao cho duyet/)
    expect(await rig.says('third', `duyet ${code}`)).toMatch(/^Da duyet/)
  })

  test('two who decide at once: one decision, the other is told', async () => {
    const { rig, code } = await asked()
    const [one, two] = await Promise.all([
      rig.says('second', `duyet ${code}`),
      rig.says('third', `khong duyet ${code}`),
    ])
    const answers = [one, two].sort()
    expect(answers.filter((answer) => /da co nguoi quyet dinh/.test(answer))).toHaveLength(1)
    const held = (await priceRows(rig)).find(({ priceVnd }) => priceVnd === 150_000)
    expect(held?.status).toBe(/^Da duyet/.test(one) ? 'kept' : 'refused')
  })

  test('a decision on an older reading is a conflict by itself, whatever it is about', async () => {
    const { rig } = await asked()
    const [row] = await rig.stage.store.db.select().from(approvals)
    await rig.says('second', `duyet ${row?.code}`)
    await rig.commit([update('approvals', { id: row?.id ?? '' }, { decidedAt: null })])
    await rig.commit([update('prices', { priceVnd: 150_000 }, { status: 'held' })])
    const late = await decisionOf(rig, row?.code ?? '')
    await rig.says('third', `duyet ${row?.code}`)
    const writes = late.filter(({ table }) => table === 'approvals')
    expect(writes).toHaveLength(1)
    expect(await rig.stage.store.commit({ writes })).toEqual({ type: 'conflict' })
  })

  test('has 24 hours', async () => {
    const { rig, code } = await asked()
    rig.stage.pass(24 * HOUR_MS)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Ma nay da qua 24 gio/)
    expect(await rig.says('second', 'khong duyet')).toMatch(/^Khong co viec nao dang cho/)
    expect(await priceRows(rig)).toContainEqual(HELD)
  })

  test('who let the time pass: whoever asked is told once that nothing was kept', async () => {
    const { rig, code } = await asked()
    rig.stage.pass(24 * HOUR_MS - 60_000)
    await rig.stage.sweep()
    const before = (await rig.sentTo('officer')).length
    rig.stage.pass(60_000)
    await rig.stage.sweep()
    await rig.stage.sweep()
    const told = (await rig.sentTo('officer')).slice(before)
    expect(told.map(({ class: kind, texts }) => [kind, rig.words(texts)])).toEqual([
      [
        'service',
        'Da het han ma chua duoc duyet: gia gung trau tuoi 150.000 d/kg, Ban Xeo, 22/11. CHUA ghi, CHUA gui gi. Van can thi nhan lai tu dau a.',
      ],
    ])
    expect(await priceRows(rig)).toContainEqual({ priceVnd: 150_000, status: 'refused' })
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Ma nay da qua 24 gio/)
  })

  test('who decides just before the time is over is not overtaken', async () => {
    const { rig, code } = await asked()
    rig.stage.pass(24 * HOUR_MS)
    const late = await nextExpiry(rig.stage.store.db, rig.stage.now(), { newId: rig.stage.newId, revision: 'r' })
    rig.stage.pass(-60_000)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Da duyet/)
    expect(await rig.stage.store.commit({ writes: late ? [late.closed, ...late.effects] : [] })).toEqual({
      type: 'conflict',
    })
    expect(await priceRows(rig)).toContainEqual(KEPT)
  })

  test('refuses without the code: what they were asked', async () => {
    const { rig } = await asked()
    expect(await rig.says('third', 'khong duyet')).toMatch(/^Khong co viec nao dang cho/)
    expect(await rig.says('second', 'khong duyet')).toMatch(/^Da ghi la khong duyet/)
    expect(await priceRows(rig)).toContainEqual({ priceVnd: 150_000, status: 'refused' })
  })

  test('two things wait: two codes, and a refusal names its own', async () => {
    const { rig, code } = await asked()
    await rig.says('officer', 'gia gung 160k')
    await rig.says('officer', 'xin duyet')
    const codes = (await rig.stage.store.db.select().from(approvals)).map((row) => row.code)
    expect(new Set(codes).size).toBe(2)
    expect(await rig.says('second', 'khong duyet')).toMatch(/ma 4 so cua viec khong duyet/)
    expect(await rig.says('second', code)).toMatch(/^Da ghi la khong duyet: gia gung trau tuoi 150\.000/)
    expect(await priceRows(rig)).toContainEqual({ priceVnd: 160_000, status: 'held' })
  })
})

describe('wrong codes', () => {
  const wrong = async (rig: Rig, times: number) => {
    for (let time = 0; time < times; time++)
      expect(await rig.says('second', 'duyet 0000')).toMatch(/^Khong co viec nao cho duyet/)
  }

  test('four do not lock', async () => {
    const { rig, code } = await asked()
    await wrong(rig, 4)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Da duyet/)
  })

  test.each([
    ['between them', 3],
    ['after them', 5],
  ])('five lock though consent is refused and given again %s', async (_, before) => {
    const { rig, code } = await asked()
    await wrong(rig, before)
    await rig.says('second', 'toi khong dong y nua')
    await rig.says('second', `duyet 0000`)
    await rig.says('second', 'dy')
    await wrong(rig, 5 - before - (before < 5 ? 1 : 0))
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Sai ma 5 lan roi/)
    expect(await priceRows(rig)).toContainEqual(HELD)
  })

  test('five lock for an hour, the right code too, for that sender alone', async () => {
    const { rig, code } = await asked()
    await wrong(rig, 5)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Sai ma 5 lan roi, 60 phut nua/)
    expect(await priceRows(rig)).toContainEqual(HELD)
    expect(await rig.says('third', 'duyet 0000')).toMatch(/^Khong co viec nao cho duyet/)
    rig.stage.pass(HOUR_MS)
    await wrong(rig, 1)
    expect(await rig.says('second', `duyet ${code}`)).toMatch(/^Da duyet/)
  })
})
