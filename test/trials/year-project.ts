import { type Begun, begin } from '../../src/farm/alerts/begin.ts'
import { continueBroadcasts } from '../../src/farm/alerts/send.ts'
import { doNotCallImporter } from '../../src/farm/import/do-not-call.ts'
import { pricesKept } from '../../src/farm/prices/alerts.ts'
import { cancelTraining } from '../../src/farm/trainings/cancel.ts'
import { planReminders } from '../../src/farm/trainings/plan.ts'
import { loadUrn } from '../../src/store/queries/people.ts'
import { trainings } from '../../src/store/schema/trainings.ts'
import { insert, type Row } from '../../src/store/writes.ts'
import type { Year } from './year-life.ts'
import { CROP } from './year-world.ts'

/** What the project does in a simulated year. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PLACE = '02725'

/** A new Do-Not-Call list: it replaces the one before. */
export async function lists({ world, random, lives, said }: Year): Promise<void> {
  const now = world.clock()
  const listed = lives.filter(({ urn }) => urn.startsWith('tel:') && random() < 0.15)
  const strangers = Array.from({ length: 50 }, (_, n) => `+8498${String(n).padStart(7, '0')}`)
  const phones = [...listed.map(({ urn }) => urn.slice(4)), ...strangers]
  const { db, keys } = world.store
  const context = { db, keys, program: world.program(), now, newId: world.newId, channel: 'smsgate' }
  const plan = await doNotCallImporter().plan(
    phones.map((phone, n) => ({ line: n + 2, cells: { phone } })),
    context,
  )
  if (plan.type === 'refused') throw new Error('the list was refused')
  if (plan.writes.length > 0) await world.commit(plan.writes.flat())
  const isListed = new Set(listed)
  for (const life of lives) said.push({ at: now, number: life.urn, type: isListed.has(life) ? 'listed' : 'unlisted' })
}

/** A price is entered; who asked for it is told where it has risen. */
export async function priced({ world, random, coops }: Year): Promise<void> {
  const now = world.clock()
  const day = new Date(now + 7 * HOUR).toISOString().slice(0, 10)
  const priceVnd = 10_000 + Math.floor(random() * 20) * 500
  const row: Row<'prices'> = {
    ...{ id: world.newId(), crop: CROP, form: 'fresh', place: null, day, priceVnd, unit: 'kg', source: coops[0] ?? '' },
    ...{ enteredBy: null, status: 'kept', messageId: null, recordedAt: now },
  }
  const context = { db: world.store.db, now, newId: world.newId, program: world.program() }
  await world.commit([insert('prices', row), ...(await pricesKept([row], context))])
}

/** A training is called for all of a cooperative, some weeks ahead, at any hour; one in ten is called off. */
export async function calls(
  { world, random, coops, lives, trainings: called, endsAt }: Year,
  coop: number,
): Promise<void> {
  const now = world.clock()
  const startsAt = Math.ceil((now + (9 + random() * 12) * DAY) / (15 * MINUTE)) * 15 * MINUTE
  if (startsAt > endsAt) return
  const id = world.newId()
  const row = { id, title: 'VietGAP gừng', startsAt, place: 'nhà văn hoá', cooperativeId: coops[coop] ?? null }
  await world.commit([insert('trainings', { ...row, status: 'planned', createdAt: now, updatedAt: now })])
  if (random() < 0.1) {
    const [stored] = (await world.store.db.select().from(trainings)).filter((each) => each.id === id)
    if (stored) await world.commit(cancelTraining(stored, now))
    return
  }
  const theirs = lives.filter((life) => life.coop === coop)
  called.set(id, { id, startsAt, numbers: theirs.map(({ urn }) => urn) })
}

/** A leader tells the members of a price: as advertising, or as service. */
export async function tells(it: Year, coop: number, isAd: boolean): Promise<void> {
  const { world, lives, coops, broadcasts, ads, random } = it
  const now = world.clock()
  const theirs = lives.filter((life) => life.coop === coop)
  const [author] = theirs
  const known = author && (await loadUrn(world.store.db, author.urnId))
  if (!author || !known) return
  const alert = {
    ...{
      cooperative: `HTX số ${coop + 1}`,
      crop: CROP,
      form: 'fresh',
      priceVnd: 15_000 + Math.floor(random() * 9) * 500,
    },
    ...{ unit: 'kg', place: PLACE, until: null, beforeVnd: null, priceId: null },
  }
  const broadcast: Begun = {
    ...{ id: world.newId(), kind: 'price_alert', cooperativeId: coops[coop] ?? '', authorId: author.personId },
    ...{ values: alert, status: 'sending', corrects: null, audience: null, toldParts: null, toldVnd: null },
    ...{ cursor: null, prepared: 0, createdAt: now, confirmedAt: now },
  }
  const current = world.program()
  const program = isAd ? { ...current, sending: { ...current.sending, alerts: 'advertising' as const } } : current
  const { store, settings, newId } = world
  const farm = { db: store.db, keys: store.keys, settings, urn: known.urn, channel: 'smsgate', newId, random }
  const begun = await begin(broadcast, { id: author.personId }, { now, messageId: null, program }, farm)
  await world.commit([insert('broadcasts', { ...broadcast, ...begun.begun }), ...begun.writes])
  const context = { newId, revision: 'r1', isAdvertising: isAd }
  for (;;) {
    const writes = await continueBroadcasts(store.db, now, context)
    if (writes.length === 0) break
    await world.commit(writes)
  }
  broadcasts.push({ id: broadcast.id, at: now, numbers: theirs.map(({ urn }) => urn) })
  if (isAd) ads.add(broadcast.id)
}

/** What the sweep does for trainings. */
export async function plans({ world }: Year): Promise<void> {
  const { store, newId, clock } = world
  for (;;) {
    const context = { newId, revision: 'r1', rules: world.program().sending }
    const writes = await planReminders(store.db, clock(), context)
    if (writes.length === 0) return
    await world.commit(writes)
  }
}
