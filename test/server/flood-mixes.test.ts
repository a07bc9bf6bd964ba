import { expect, test } from 'vitest'
import { FLOOD_TEXTS, SLOW_TEXTS } from '../../src/conversation/loop-limits.ts'
import { messages } from '../../src/store/schema/messages.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { urns } from '../../src/store/schema/people.ts'
import { yields } from '../../src/store/schema/records.ts'
import { tickets } from '../../src/store/schema/tickets.ts'
import { openRig } from '../farm/rig.ts'
import { seeded } from '../seeded.ts'

const MINUTE = 60_000
const KINDS = ['report', 'report', 'report', 'price', 'junk', 'same', 'stop', 'start', 'menu'] as const
const SAID = { price: 'gia gung', same: 'Toi dang ban, se goi lai', stop: 'tc', start: 'bat dau', menu: 'menu' }

test.each(Array.from({ length: 12 }, (_, seed) => [seed + 1]))(
  'a random mix, seed %i',
  async (seed) => {
    const random = seeded(seed)
    const rig = await openRig({ person: { consent: 'agreed' } })
    const { stage, cast } = rig
    const { db } = stage.store
    const count = 40 + Math.floor(random() * 120)
    // Some trials come in a burst, some over an hour.
    const gapMs = [200, 2000, 20_000][seed % 3] ?? 200
    let reports = 0
    let isStopped = false
    for (let number = 1; number <= count; number++) {
      const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'report'
      const text = kind === 'report' ? `bc ngô ${100 + number} kg` : kind === 'junk' ? `zx qw ${number} vb` : SAID[kind]
      const message = { type: 'message' as const, externalId: `mix-${number}`, from: cast.urnOf('farmer'), text }
      stage.pass(gapMs * 2 * random())
      expect(await stage.intake.receive('simulator', { ...message, attachments: [] })).toMatchObject({ type: 'taken' })
      if (kind === 'report') reports += 1
      if (kind === 'stop' || kind === 'start') isStopped = kind === 'stop'
    }
    expect((await db.select().from(messages)).length).toBe(count)
    expect((await db.select().from(yields)).length).toBe(reports)
    const [urn] = (await db.select().from(urns)).filter(({ lastInboundAt }) => lastInboundAt !== null)
    expect(urn?.stoppedAt !== null).toBe(isStopped)
    const rows = await db.select().from(outbox)
    expect(rows.length).toBeGreaterThan(0)
    // What goes out stays within the pace; the ledger's confirmations, the one plea and the folded answer come on top.
    const going = rows.filter(({ status, class: each }) => status === 'queued' && each === 'reply')
    for (const { dueAt } of going) {
      const within = going.filter((row) => row.dueAt >= dueAt && row.dueAt < dueAt + MINUTE)
      expect(within.length).toBeLessThanOrEqual((SLOW_TEXTS[0]?.most ?? 0) + 5 + 2)
    }
    expect(going.filter(({ onceKey }) => onceKey?.startsWith('slow:')).length).toBeLessThanOrEqual(1)
    const isFlood = gapMs === 200 && count > (FLOOD_TEXTS[0]?.most ?? 0) * 2
    const abuse = (await db.select().from(tickets)).filter(({ kind }) => kind === 'abuse')
    expect(abuse.length).toBeLessThanOrEqual(1)
    if (isFlood) expect(abuse).toHaveLength(1)
  },
  30_000,
)
