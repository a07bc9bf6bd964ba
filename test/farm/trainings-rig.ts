import { expect } from 'vitest'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import type { Program } from '../../src/conversation/types.ts'
import type { Importer, ImportProblem, ImportRow } from '../../src/farm/import/import.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { planReminders } from '../../src/farm/trainings/plan.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import type { Store } from '../../src/store/store.ts'
import { insert, type NewRow, type Write } from '../../src/store/writes.ts'
import { openRig, type Rig } from '../delivery/rig.ts'

const loaded = loadProgram(readScriptFiles('.'), 'r1', REGISTRY)
if (!loaded.program) throw new Error('the scripts do not load')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const PROGRAM: Program = loaded.program

/** An instant by a Vietnamese clock: `vn('2027-02-06 07:30')`. */
export const vn = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+07:00`)

export const COOP = 'coop'
const BASE: NewRow<'trainings'> = {
  id: 't1',
  title: 'VietGAP gừng',
  startsAt: vn('2026-11-26 08:00'),
  place: 'nhà văn hoá Bản Xèo',
  cooperativeId: COOP,
  status: 'planned',
  createdAt: vn('2026-11-20 08:00'),
  updatedAt: vn('2026-11-20 08:00'),
}
export const training = (over: Partial<NewRow<'trainings'>> = {}): Write => insert('trainings', { ...BASE, ...over })

export interface Village extends Rig {
  /** Goes round as the service does, every ten minutes, from one instant to another. */
  live(from: number, to: number): Promise<void>
  plan(now: number): Promise<number>
  /** What went out: when by Vietnam's clock, to whom, what. */
  sent(): Promise<string[]>
  member(name: string, over?: Partial<NewRow<'people'>>, stoppedAt?: number): Promise<void>
}

/** A cooperative served by the real planner and the real dispatcher, the provider and the clock alone played. */
export async function openVillage(): Promise<Village> {
  const rig = await openRig()
  const programs = { current: PROGRAM, byRevision: () => PROGRAM }
  rig.dispatcher({ programs })
  await rig.write(insert('cooperatives', { id: COOP, name: 'HTX Mường Vi', createdAt: 0 }))
  let ids = 0
  const newId = () => `id-${String(++ids).padStart(9, '0')}`
  const plan = async (now: number) => {
    rig.setNow(now)
    const writes = await planReminders(rig.store.db, now, { newId, revision: 'r1', rules: PROGRAM.sending })
    if (writes.length > 0) await rig.write(...writes)
    return writes.length
  }
  return {
    ...rig,
    plan,
    async live(from, to) {
      for (let now = from; now <= to; now += 10 * MINUTE) {
        while ((await plan(now)) > 0);
        await rig.at(now)
      }
    },
    async sent() {
      const rows = await Promise.all(
        rig.sms.taken.map(async ({ message }) => ({ message, row: await rig.row(message.id) })),
      )
      return rows.map(({ message, row }) => {
        const local = new Date((row.settledAt ?? 0) + 7 * HOUR).toISOString()
        return `${local.slice(0, 10)} ${local.slice(11, 16)} ${row.personId?.slice(2)}: ${message.text}`
      })
    },
    async member(name, over = {}, stoppedAt) {
      await rig.addUrn(name, { person: { cooperativeId: COOP, ...over }, ...(stoppedAt ? { stoppedAt } : {}) })
    },
  }
}

/** Rows of a table as a file gives them, by the columns' own names or any other they go by. The header is line 1. */
export const rowsOf = (importer: Importer, ...rows: Record<string, string>[]): ImportRow[] =>
  rows.map((row, index) => {
    const cells = Object.entries(row).filter(([, cell]) => cell !== '')
    return {
      line: index + 2,
      cells: Object.fromEntries(cells.map(([header, cell]) => [nameOf(importer, header), cell])),
    }
  })

const nameOf = ({ columns }: Importer, header: string): string =>
  Object.entries(columns).find(
    ([name, also]) => name === header || also.some((one) => one === header.toLowerCase()),
  )?.[0] ?? expect.unreachable(`no column ${header}`)

let ids = 0
/** Takes a table in: how many of its rows wrote something, or what refused it. */
export async function takeRows(
  importer: Importer,
  { db, keys, commit }: Store,
  rows: readonly ImportRow[],
  now: number,
): Promise<number | { type: 'refused'; problems: ImportProblem[] }> {
  const newId = () => `row-${String(++ids).padStart(6, '0')}`
  const plan = await importer.plan(rows, { db, keys, program: PROGRAM, now, newId, channel: 'simulator' })
  if (plan.type === 'refused') return plan
  expect(await commit({ writes: plan.writes.flat() })).toEqual({ type: 'committed' })
  return plan.writes.filter((writes) => writes.length > 0).length
}
