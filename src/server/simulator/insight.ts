import type { Question, Session, Talk as SessionTalk } from '../../conversation/session.ts'
import { slotText } from '../../conversation/turn/context.ts'
import type { Flow, Program, Step, TextValue } from '../../conversation/types.ts'
import { render } from '../../delivery/render.ts'
import { ACTIONS, CONDITIONS } from '../../farm/registry.ts'
import { quantityText } from '../../farm/yields/said.ts'
import type { KnownPerson } from '../../store/queries/people.ts'
import { priceById } from '../../store/queries/prices.ts'
import { yieldById } from '../../store/queries/yields.ts'
import type { Row } from '../../store/writes.ts'
import type { TalkContext } from './context.ts'
import { type Heard, heardOf } from './heard.ts'
import { slotLabel } from './labels.ts'
import { pathOf, type StepState } from './path.ts'
import type { Seat } from './seat.ts'
import { flowOfTexts, printer, textsOf } from './texts-of.ts'

/** The inside of one talk, for the panel beside the phone. */
export interface Insight {
  heard: Heard | null
  flow: FlowView | null
  question: { text: string; isAbout: string | null } | null
  last: { title: string; values: string[]; at: number } | null
  /** Talks put aside: what waits for consent, for the talk above it to end, or for a word of the person. */
  drafts: { title: string; values: string[]; waitsFor: 'consent' | 'turn' | 'word' }[]
  /** Fragments held for a moment. */
  held: string[]
  consent: Row<'people'>['consent'] | null
  isStopped: boolean
}

export interface FlowView {
  id: string
  title: string
  isUnderWay: boolean
  slots: { name: string; label: string; value: string | null; doubts: string[] }[]
  steps: { id: string; says: string; state: StepState }[]
}

/** What an insight is made from; `messages` and `rows` newest first. */
interface Sources {
  urn: Row<'urns'>
  person: KnownPerson | null
  session: Session | null
  messages: readonly Row<'messages'>[]
  rows: readonly Row<'outbox'>[]
  seat: Seat
}

export async function insightOf(context: TalkContext, sources: Sources): Promise<Insight> {
  const { session, messages, rows, person, urn } = sources
  const program = context.programs.current
  const [message] = messages
  return {
    heard: message ? heardOf(context, program, message, rows, person) : null,
    flow: flowView(context, sources),
    question: session?.question ? questionView(context, sources, session.question) : null,
    last: session?.last ? await lastView(context, session.last) : null,
    drafts: session ? draftViews(context, program, session) : [],
    held: session?.held.map(({ text }) => text) ?? [],
    consent: person?.person.consent ?? null,
    isStopped: urn.stoppedAt !== null,
  }
}

function flowView(context: TalkContext, { session, rows }: Sources): FlowView | null {
  const talk = session?.talks.at(-1)
  const { programs } = context
  if (talk) {
    const program = programs.byRevision(talk.revision) ?? programs.current
    const flow = program.flows.get(talk.flow)
    return flow ? viewOf(context, program, flow, rows, talk) : null
  }
  const reply = rows.find((row) => row.class === 'reply')
  const flow = reply && flowOfTexts(programs.current, reply)
  return flow ? viewOf(context, programs.current, flow, rows, null) : null
}

/** @param talk null: the flow has ended, and what its last text said is all that is left of it */
function viewOf(
  context: TalkContext,
  program: Program,
  flow: Flow,
  rows: readonly Row<'outbox'>[],
  talk: SessionTalk | null,
): FlowView {
  const print = printer(context, program)
  const spoken = rows.filter((row) => talk === null || row.createdAt >= talk.startedAt)
  const own = talk === null ? untilOther(program, flow, spoken) : spoken
  const refs = own.flatMap(textsOf).filter(({ key }) => key.startsWith(`${flow.id}.`))
  const said = new Set(refs.map(({ key }) => key))
  const ended = refs[0]?.values ?? {}
  const values: Record<string, TextValue> = talk
    ? Object.fromEntries(Object.entries(talk.slots).map(([name, slot]) => [name, slotText(slot)]))
    : ended
  const filled = new Set(Object.keys(values).filter((name) => values[name] !== null))
  const at = talk ? talk.step : lastSpoken(flow, refs[0]?.key)
  const answered = new Set(talk?.trail.map(({ step }) => step))
  const steps = pathOf(flow, at, talk !== null, { answered, said, filled }).filter(
    ({ step: { type } }) => type !== 'go' && type !== 'end',
  )
  return {
    id: flow.id,
    title: flow.title,
    isUnderWay: talk !== null,
    slots: Object.entries(flow.slots).map(([name, slot]) => ({
      name,
      label: slotLabel(slot, flow),
      value: values[name] === undefined || values[name] === null ? null : print(values[name]),
      doubts: talk?.doubts[name]?.readings.map((reading) => print(slotText(reading))) ?? [],
    })),
    steps: steps.map(({ step, state }) => ({ id: step.id, says: saysOf(step, flow, program), state })),
  }
}

/** The newest rows that this flow spoke in, one after another. */
function untilOther(program: Program, flow: Flow, rows: readonly Row<'outbox'>[]): Row<'outbox'>[] {
  const replies = rows.filter((row) => row.class === 'reply')
  const end = replies.findIndex((row) => flowOfTexts(program, row)?.id !== flow.id)
  return replies.slice(0, end < 0 ? replies.length : end)
}

const lastSpoken = (flow: Flow, key: string | undefined): string | null =>
  Object.values(flow.steps).find((step) => 'text' in step && step.text === key)?.id ?? null

/** What a step does, in a few words. */
function saysOf(step: Step, flow: Flow, program: Program): string {
  const about = (what: { about: { vi: string } } | undefined, name: string) => (what ? gistOf(what.about.vi) : name)
  const labelOf = (name: string) => {
    const slot = flow.slots[name]
    return slot ? slotLabel(slot, flow) : name
  }
  switch (step.type) {
    case 'say':
      return `Nhắn “${step.text.split('.').slice(1).join('.')}”`
    case 'ask':
      return `Hỏi ${labelOf(step.slot)}`
    case 'fill':
      return `Lấy ${step.slots.map(labelOf).join(', ')}`
    case 'choose':
      return 'Cho chọn một việc'
    case 'confirm':
      return 'Hỏi lại cho chắc'
    case 'when':
      return `${step.negated ? 'Nếu không phải' : 'Nếu'}: ${lowerFirst(about(CONDITIONS.get(step.condition), step.condition))}`
    case 'do':
      return about(ACTIONS.get(step.action), step.action)
    case 'go':
      return `Sang bước ${step.to ?? 'cuối'}`
    case 'call':
      return `Sang “${program.flows.get(step.flow)?.title ?? step.flow}”`
    case 'handoff':
      return 'Chuyển cán bộ'
    case 'end':
      return 'Hết'
  }
}

/** The first sentence up to its colon, without what stands in brackets. */
const gistOf = (about: string): string => about.replace(/\s*\([^)]*\)/gu, '').split(/[:.](?=\s|$)/u)[0] ?? about

const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1)

function questionView(context: TalkContext, sources: Sources, question: Question): Insight['question'] {
  const { rows, urn, seat, session } = sources
  const row = rows.find((each) => each.question === `${urn.id}.${question.number}`)
  const flow = context.programs.current.flows.get(session?.talks.at(-1)?.flow ?? '')
  const slot = 'slot' in question ? flow?.slots[question.slot] : undefined
  if (!row) return null
  const text = row.text ?? tryRender(row, seat, context) ?? ''
  return { text, isAbout: slot && flow ? slotLabel(slot, flow) : null }
}

function tryRender(row: Row<'outbox'>, { form }: Seat, context: TalkContext): string | null {
  try {
    return render(row, form, { ...context, now: context.clock() }).text
  } catch {
    return null
  }
}

const RECORD: Readonly<Record<string, string>> = {
  yield: 'Sản lượng',
  price: 'Giá',
  subscription: 'Đăng ký tin giá',
  ticket: 'Phiếu hỏi cán bộ',
  broadcast: 'Tin báo giá',
  attendance: 'Tập huấn',
}

async function lastView(context: TalkContext, last: NonNullable<Session['last']>): Promise<Insight['last']> {
  const program = context.programs.current
  const title = RECORD[last.kind] ?? program.flows.get(last.flow)?.title ?? last.kind
  const { values, isGone } = await recordOf(context, last)
  const printed = values.map(printer(context, program)).filter((each) => each !== '')
  return { title: isGone ? `${title} (đã bỏ)` : title, values: printed, at: last.at }
}

/** What a record says, of the kinds that have something to say beside their name. */
async function recordOf(
  { store: { db } }: TalkContext,
  { kind, id }: NonNullable<Session['last']>,
): Promise<{ values: TextValue[]; isGone: boolean }> {
  const crop = (row: { crop: string; form: string | null }): TextValue => ({ crop: row.crop, form: row.form })
  if (kind === 'yield') {
    const row = await yieldById(db, id)
    if (!row) return { values: [], isGone: true }
    const area = row.areaM2 === null ? null : { m2: row.areaM2 }
    return { values: [crop(row), quantityText(row), area, { day: row.harvestedOn }], isGone: row.withdrawnAt !== null }
  }
  if (kind === 'price') {
    const row = await priceById(db, id)
    if (!row) return { values: [], isGone: true }
    const price = { vnd: row.priceVnd, per: row.unit }
    const place = row.place === null ? null : { place: row.place }
    return { values: [crop(row), price, place, { day: row.day }], isGone: row.status === 'withdrawn' }
  }
  return { values: [], isGone: false }
}

function draftViews(context: TalkContext, program: Program, session: Session): Insight['drafts'] {
  const print = printer(context, program)
  const viewOf = (talk: SessionTalk, waitsFor: Insight['drafts'][number]['waitsFor']) => ({
    title: program.flows.get(talk.flow)?.title ?? talk.flow,
    values: Object.values(talk.slots).map((slot) => print(slotText(slot))),
    waitsFor,
  })
  const waiting = session.unconsented.map((draft) => viewOf(draft, 'consent'))
  const below = session.talks.slice(0, -1).map((talk) => viewOf(talk, 'turn'))
  return [...waiting, ...below, ...session.drafts.map((talk) => viewOf(talk, 'word'))]
}
