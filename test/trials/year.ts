import type { SendingRules } from '../../src/conversation/sending-rules.ts'
import { nextDueAt } from '../../src/store/queries/due-outbox.ts'
import { insert } from '../../src/store/writes.ts'
import { seeded } from '../seeded.ts'
import type { Counts, Trial } from './trial.ts'
import { judge, type Verdict } from './year-checker.ts'
import { acts, agrees, type Life, type Year } from './year-life.ts'
import type { ProjectRules } from './year-log.ts'
import { calls, lists, plans, priced, tells } from './year-project.ts'
import { logOf } from './year-rows.ts'
import { CROP, openWorld, REFUSAL, villagersOf } from './year-world.ts'

const PEOPLE = 10_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const vn = (text: string): number => Date.parse(`${text}:00+07:00`)
const START = vn('2027-01-01T00:00')
/** No name to advertise from is there: the account at the operator has run out. */
const NAMELESS = { from: vn('2027-02-12T00:00'), to: vn('2027-02-22T00:00') }

const MOURNINGS = [
  ['2027-01-20', '2027-01-21'],
  ['2027-09-14', '2027-09-15'],
] as const
/** Wide enough that the law's own three of advertising are met first. */
const MOST = { day: 6, week: 14 }
/** As a project sets it: less than happens, so that much has to wait for it. */
export const NARROW = { day: 2, week: 4 }
const WIDE = { from: 7 * 60, to: 21 * 60 }
const OFFICE = { from: 8 * 60, to: 17 * 60 + 30 }
const sendingOf = (hours: SendingRules['hours'], most: SendingRules['most']): SendingRules => ({
  hours,
  most,
  alerts: 'service',
  links: [],
  holidays: [
    { name: 'Tết', days: { tet: { before: 1, after: 3 } }, holds: 'broadcasts' },
    ...MOURNINGS.map(([from, to]) => ({ name: 'Quốc tang', days: { from, to }, holds: 'all' as const })),
  ],
})
const rulesOf = (since: number, hours: SendingRules['hours'], most: SendingRules['most']): ProjectRules => ({
  ...{ since, hours, most, tet: { before: 1, after: 3 }, mourning: MOURNINGS.flat() },
})

/** A year of people who agree, refuse, stop, rest and come back, judged by a second reading of the rules; half of them under a narrow `most`. `rounds`: people. */
export const year: Trial = async ({ seed, rounds = PEOPLE }) => {
  const half = Math.ceil(rounds / 2)
  const wide = await liveYear({ seed, rounds: half })
  const narrow = await liveYear({ seed: seed + 1, rounds: rounds - half, most: NARROW })
  return { ...prefixed('wide: ', wide.counts), ...prefixed('narrow: ', narrow.counts) }
}

export async function liveYear({
  seed,
  rounds = PEOPLE,
  days = 365,
  most = MOST,
}: {
  seed: number
  rounds?: number
  days?: number
  most?: SendingRules['most']
}): Promise<{ counts: Counts; verdict: Verdict }> {
  const random = seeded(seed)
  const startedAt = performance.now()
  const world = await openWorld(START, random, sendingOf(WIDE, most))
  const { coops, villagers, writes } = villagersOf(world, rounds, START)
  for (let from = 0; from < writes.length; from += 3000) await world.commit(writes.slice(from, from + 3000))
  const lives = villagers.map((each): Life => ({ ...each, consent: 'none', hasStopped: false, wantsAds: false }))
  const it: Year = {
    ...{ world, random, lives, coops, said: [], trainings: new Map(), broadcasts: [], ads: new Set(), events: [] },
    endsAt: START + days * DAY,
  }
  await begins(it)
  schedule(it, most)
  await run(it)
  const half = START + (days / 2) * DAY
  const log = await logOf(world, {
    ...{ said: it.said, broadcasts: it.broadcasts, ads: it.ads, refusal: REFUSAL },
    rules: [rulesOf(START, WIDE, most), rulesOf(half, OFFICE, most)],
    trainings: [...it.trainings.values()],
    isNamed: (at) => at < NAMELESS.from || at >= NAMELESS.to,
  })
  const verdict = judge(log)
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, each) => all + each, 0)
  const counts: Counts = {
    ...{ people: rounds, days, 'events of theirs': it.said.length, 'messages that arrived': log.arrived.length },
    ...Object.fromEntries(
      [...Map.groupBy(log.arrived, ({ kind, isAd }) => `  ${kind}${isAd ? ' (ad)' : ''}`)].map(([k, v]) => [
        k,
        v.length,
      ]),
    ),
    violations: sum(verdict.violations),
    ...prefixed('  ', verdict.violations),
    'useful messages lost': sum(verdict.lost),
    ...prefixed('  lost: ', verdict.lost),
    'rightly not sent': sum(verdict.withheld),
    ...prefixed('  ', verdict.withheld),
    errors: world.errors.length,
    ...Object.fromEntries(verdict.examples.map((text, n) => [`example ${n + 1}`, text])),
    'messages a second': Math.round((log.arrived.length / (performance.now() - startedAt)) * 1000),
  }
  await world.close()
  return { counts, verdict }
}

const prefixed = (prefix: string, counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([what, count]) => [prefix + what, count]))

/** Moves the clock from one event or due message to the next, minute by minute where something is due. */
async function run({ world, events, endsAt }: Year): Promise<void> {
  events.sort((a, b) => a.at - b.at)
  let next = 0
  // What is open at the end still has its three days.
  for (let now = START; ; ) {
    const due = await nextDueAt(world.store.db)
    const dueMinute = due === null ? Number.POSITIVE_INFINITY : Math.max(now + MINUTE, Math.ceil(due / MINUTE) * MINUTE)
    now = Math.min(events[next]?.at ?? Number.POSITIVE_INFINITY, dueMinute)
    if (now > endsAt + 4 * DAY) return
    world.setNow(now)
    for (; events[next] !== undefined && (events[next]?.at ?? 0) <= now; next++) await events[next]?.run()
    await world.dispatcher.idle()
  }
}

/** How each stands on the first day: agreed on paper, by the web, on the telephone, or not. */
async function begins(it: Year): Promise<void> {
  for (let from = 0; from < it.lives.length; from += 1000) {
    const writes = it.lives
      .slice(from, from + 1000)
      .flatMap((life) => (it.random() < 0.85 ? agrees(it, life, START) : []))
    await it.world.commit([...writes])
  }
  const subscribers = it.lives.filter(() => it.random() < 0.2)
  const wish = { crop: CROP, createdAt: START }
  for (let from = 0; from < subscribers.length; from += 1000)
    await it.world.commit(
      subscribers
        .slice(from, from + 1000)
        .map(({ personId, urnId }) => insert('priceSubscriptions', { id: it.world.newId(), personId, urnId, ...wish })),
    )
}

/** Everything that will happen, at random times. */
function schedule(it: Year, most: SendingRules['most']): void {
  const { events, random, lives, endsAt, world } = it
  const span = endsAt - START
  const at = (run: () => Promise<void>, when = START + random() * span) => events.push({ at: Math.ceil(when), run })
  for (const life of lives) for (let n = random() < 0.5 ? 1 : 2; n > 0; n--) at(() => acts(it, life))
  for (let day = 1; day * DAY < span; day += 28) at(() => lists(it), START + day * DAY + random() * DAY)
  for (let day = 3; day * DAY < span; day += 7) at(() => priced(it), START + day * DAY + 9 * HOUR)
  for (const [coop] of it.coops.entries()) {
    for (let n = 0; n < 4; n++) at(() => calls(it, coop))
    for (let day = 5; day * DAY < span; day += 30)
      at(() => tells(it, coop, random() < 0.5), START + (day + random() * 20) * DAY)
    const burst = START + random() * span
    for (let n = 0; n < 5; n++) at(() => tells(it, coop, true), burst + n * 20 * MINUTE)
  }
  for (let when = START; when < endsAt; when += 3 * HOUR) at(() => plans(it), when)
  at(async () => world.decide(sendingOf(OFFICE, most)), START + span / 2)
  at(async () => world.setName(false), NAMELESS.from)
  at(async () => world.setName(true), NAMELESS.to)
}
