import { instantOf } from '../../conversation/calendar.ts'
import type { Program } from '../../conversation/types.ts'
import { render } from '../../delivery/render.ts'
import { importTips } from '../../farm/import/tips.ts'
import { tipRows } from '../../farm/tips/content.ts'
import { COOPERATIVE_ID, setStage } from '../../flow-tests/given.ts'
import { openStage, type Stage } from '../../flow-tests/stage.ts'
import { ownParts } from '../../server/simulator/costs.ts'
import { recentOutbox } from '../../store/queries/outbox.ts'
import { findUrn } from '../../store/queries/people.ts'
import { insert, type MessageClass, type Row, update, type Write } from '../../store/writes.ts'

/** One text as it goes over the wire, and the SMS parts it takes. */
export interface Measured {
  text: string
  parts: number
}

/** What one talk has a household write, what it is answered, and what it is told unasked. */
export interface Talk {
  written: Measured[]
  answered: Measured[]
  started: Measured[]
}

/** The talks of a season, each in the ways that people really have them. */
export interface Talks {
  /** A report told in one text, and one that has to be asked back. */
  whole: Talk[]
  asked: Talk[]
  price: Talk[]
  /** A training with its reminders, to one who answers and to one who does not. */
  answering: Talk[]
  silent: Talk[]
  tip: Talk[]
}

/** 9:00 on a Sunday in Vietnam; any day does. */
const STARTS_AT = instantOf('2026-11-22', 9 * 60)
const TYPING_MS = 20_000
const HOUR_MS = 60 * 60_000
const TRAINING_AT = instantOf('2026-11-27', 8 * 60)
const MOST_ROWS = 50

const WHOLE = ['bc ngo 3 ta ruoi 2 sao', 'bc lua 4 ta 3 sao hom qua', 'thu hoach gung 250kg', 'bc lac 60 kg nua sao']
const ASKED = [
  ['bc ngo 2 sao', '3 ta ruoi'],
  ['bao san luong gung', '2 ta ruoi', '1 sao'],
]
const ALERTS = [
  'bao gia gung 15k ban xeo den 30/11',
  'bao gia ngo 7200 ban xeo',
  'bao gia lua seng cu 16500 ban xeo den 30/11',
]
const TIPS = ['ky thuat gung', 'vietgap', 'ky thuat lua']

/**
 * Has these talks with the scripts, on a database in memory, as the flows' own tests do, and measures every text.
 * @param tips `content/tips.yaml`; undefined: there is none
 */
export async function measureTalks(program: Program, tips: string | undefined): Promise<Talks> {
  const each = async <T>(list: readonly T[], one: (item: T) => Promise<Talk>) => {
    const talks: Talk[] = []
    for (const item of list) talks.push(await one(item))
    return talks
  }
  return {
    whole: await each(WHOLE, (text) => talk(program, tips, [text])),
    asked: await each(ASKED, (texts) => talk(program, tips, texts)),
    price: await each(ALERTS, (text) => alert(program, text)),
    answering: [await training(program, 'đi')],
    silent: [await training(program, null)],
    tip: await each(TIPS, (text) => talk(program, tips, [text])),
  }
}

interface Scene extends Stage {
  farmer: `tel:${string}`
  say(from: `tel:${string}`, text: string): Promise<Measured>
  /** What went to the farmer so far, oldest first. */
  told(...classes: MessageClass[]): Promise<Measured[]>
}

async function openScene(program: Program): Promise<Scene> {
  const stage = await openStage(program, STARTS_AT)
  const people = { leader: { commune: '02725', name: 'May' } }
  const cast = await setStage(stage, { person: { commune: '02725', name: 'Mai' }, people })
  const context = { programs: { current: program, byRevision: () => program }, ...stage.settings }
  const farmer = cast.urnOf('farmer')
  let texts = 0
  return {
    ...stage,
    farmer,
    async say(from, text) {
      stage.pass(TYPING_MS)
      const externalId = `cost-${++texts}`
      await stage.intake.receive('simulator', { type: 'message', externalId, from, text, attachments: [] })
      // By the next text this answer has been read: no later one takes its place.
      await commit(stage.store, [update('outbox', { class: 'reply', status: 'queued' }, { status: 'wired' })])
      return { text, parts: ownParts(text) }
    },
    async told(...classes) {
      const known = await findUrn(stage.store.db, stage.store.keys.hash(farmer))
      const rows = known ? (await recentOutbox(stage.store.db, known.urn.id, MOST_ROWS)).reverse() : []
      return rows.filter((row) => classes.includes(row.class) && isTold(row)).map((row) => measured(row, context))
    },
  }
}

/** One that another took the place of is not sent. */
const isTold = ({ status }: Row<'outbox'>): boolean => status === 'queued' || status === 'wired'

function measured(row: Row<'outbox'>, context: Omit<Parameters<typeof render>[2], 'now'>): Measured {
  const { text, parts } = render(row, 'sms', { ...context, now: row.dueAt })
  return { text, parts: parts ?? 0 }
}

async function talk(program: Program, tips: string | undefined, texts: readonly string[]): Promise<Talk> {
  const scene = await openScene(program)
  if (tips !== undefined) await addTips(scene, tips)
  const written: Measured[] = []
  for (const text of texts) written.push(await scene.say(scene.farmer, text))
  const answered = await scene.told('reply')
  await scene.store.close()
  return { written, answered, started: [] }
}

async function addTips({ store, program, newId }: Scene, yaml: string): Promise<void> {
  const context = { db: store.db, keys: store.keys, program, now: STARTS_AT, newId, channel: 'simulator' }
  const plan = await importTips.plan(tipRows(yaml), context)
  if (plan.type !== 'refused') await commit(store, plan.writes.flat())
}

async function commit(store: Scene['store'], writes: Write[]): Promise<void> {
  const { type } = await store.commit({ writes })
  if (type !== 'committed') throw new Error(`a sample talk could not be set up: ${type}`)
}

/** A leader's price alert, as a member gets it. */
async function alert(program: Program, text: string): Promise<Talk> {
  const scene = await openScene(program)
  const leader = 'tel:+84912000002'
  await scene.say(leader, text)
  // The code that openStage's chance gives.
  await scene.say(leader, '4172')
  const started = await scene.told('broadcast')
  await scene.store.close()
  return { written: [], answered: [], started }
}

/** A training of the cooperative, with every reminder. `answer`: what is texted after the first one; null: nothing. */
async function training(program: Program, answer: string | null): Promise<Talk> {
  const scene = await openScene(program)
  const about = { title: 'VietGAP cây gừng', place: 'nhà văn hoá Bản Xèo', cooperativeId: COOPERATIVE_ID }
  const row = { id: scene.newId(), startsAt: TRAINING_AT, status: 'planned' as const }
  await commit(scene.store, [insert('trainings', { ...row, ...about, createdAt: STARTS_AT, updatedAt: STARTS_AT })])
  const written: Measured[] = []
  while (scene.now() < TRAINING_AT) {
    await scene.sweep()
    const due = await scene.told('reminder')
    const isFirst = due.length > 0 && written.length === 0 && scene.now() > TRAINING_AT - 72 * HOUR_MS
    if (isFirst && answer !== null) written.push(await scene.say(scene.farmer, answer))
    scene.pass(HOUR_MS)
  }
  const talk = { written, answered: await scene.told('reply'), started: await scene.told('reminder') }
  await scene.store.close()
  return talk
}
