import { outgoing } from '../../src/farm/outgoing.ts'
import { insert, update, type Write } from '../../src/store/writes.ts'
import type { Broadcasted, Called, Said } from './year-log.ts'
import type { Villager, World } from './year-world.ts'

/** What people say and do in a simulated year. */

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** What those who make the year happen know of a villager. */
export interface Life extends Villager {
  consent: 'none' | 'agreed' | 'refused'
  hasStopped: boolean
  wantsAds: boolean
}

/** The year under way. */
export interface Year {
  world: World
  random: () => number
  lives: Life[]
  coops: string[]
  said: Said[]
  trainings: Map<string, Called>
  broadcasts: Broadcasted[]
  ads: Set<string>
  events: { at: number; run: () => Promise<void> }[]
  endsAt: number
}

const HOWS = ['asked', 'paper', 'web', 'phone'] as const

/** A list or a form says that somebody agrees, a third of them to advertising too. */
export function agrees({ world, random, said }: Year, life: Life, at: number): Write[] {
  life.consent = 'agreed'
  life.wantsAds = random() < 0.35
  const how = HOWS[Math.floor(random() * HOWS.length)] ?? 'paper'
  const entry = (kind: 'agreed' | 'advertising_agreed') =>
    insert('consents', {
      ...{ id: world.newId(), personId: life.personId, urnId: life.urnId, kind, how, source: 'import', at },
      ...{ proof: 'phiếu', takenBy: how === 'phone' ? 'cán bộ' : null },
    })
  said.push({ at, number: life.urn, type: 'agreed' })
  if (life.wantsAds) said.push({ at, number: life.urn, type: 'ads_agreed' })
  const advertising = life.wantsAds ? 'agreed' : 'none'
  return [
    update('people', { id: life.personId }, { consent: 'agreed', advertising }),
    entry('agreed'),
    ...(life.wantsAds ? [entry('advertising_agreed')] : []),
  ]
}

/** Something that a person says or does. */
export async function acts(it: Year, life: Life): Promise<void> {
  const { world, random, said } = it
  const now = world.clock()
  const says = async (text: string, ...types: Said['type'][]) => {
    said.push({ at: now, number: life.urn, type: 'asked' })
    await world.text(life.urn, text)
    for (const type of types) said.push({ at: now, number: life.urn, type } as Said)
  }
  if (life.consent === 'none') return world.commit(agrees(it, life, now))
  if (life.consent === 'refused') return
  if (life.hasStopped) {
    life.hasStopped = false
    return says('bat dau', 'started')
  }
  const chance = random()
  if (chance < 0.15) {
    const refused: Said['type'][] = life.wantsAds ? ['ads_refused'] : []
    Object.assign(life, { hasStopped: true, wantsAds: false })
    return says('tc', 'stopped', ...refused)
  }
  if (chance < 0.25) {
    life.wantsAds = false
    return says(random() < 0.5 ? 'TC QC' : 'khong nhan quang cao nua', 'ads_refused')
  }
  if (chance < 0.45) {
    life.wantsAds = true
    return says('nhan qc', 'ads_agreed')
  }
  if (chance < 0.6) return rests(it, life, now, says)
  if (chance < 0.7) return quiets(it, life, now)
  if (chance < 0.73) {
    life.consent = 'refused'
    return says('toi khong dong y nua', 'refused')
  }
  await says('gia gung')
  if (chance < 0.85) await answers(it, life, now)
}

async function rests(
  { random, said }: Year,
  life: Life,
  now: number,
  says: (text: string) => Promise<void>,
): Promise<void> {
  const days = 1 + Math.floor(random() * 20)
  const today = Math.floor((now + 7 * HOUR) / DAY)
  const last = new Date((today + days) * DAY)
  await says(random() < 0.5 ? `tam nghi ${days} ngay` : `nghi tin den ${last.getUTCDate()}/${last.getUTCMonth() + 1}`)
  said.push({ at: now, number: life.urn, type: 'rest', until: (today + days + 1) * DAY - 7 * HOUR })
}

async function quiets({ world, random, said }: Year, life: Life, now: number): Promise<void> {
  const from = Math.floor(random() * 24) * 60
  const hours = random() < 0.2 ? null : { from, to: (from + 60 * (1 + Math.floor(random() * 9))) % (24 * 60) }
  await world.commit([update('people', { id: life.personId }, { quietHours: hours })])
  said.push({ at: now, number: life.urn, type: 'quiet', hours })
}

/** An officer answers what was asked, hours later. */
async function answers({ world }: Year, { urnId, personId }: Life, now: number): Promise<void> {
  const texts = [{ key: 'tickets.answer', values: { answer: 'Cán bộ trả lời.' } }]
  const about = { urnId, personId, ticketId: world.newId(), locale: 'vi', revision: 'r1', texts }
  await world.commit([outgoing({ id: world.newId(), now, class: 'service', ...about, dueAt: now + 2 * HOUR })])
}
