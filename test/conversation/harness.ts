import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadProgram, type Registry } from '../../src/conversation/load/load-program.ts'
import { formatProblem } from '../../src/conversation/load/problems.ts'
import { newSession, parseSession, type Session } from '../../src/conversation/session.ts'
import { renderTexts } from '../../src/conversation/texts.ts'
import { takeTurn } from '../../src/conversation/turn/take-turn.ts'
import type { PersonView, Program, TextRef } from '../../src/conversation/types.ts'
import type { ActionInput, ActionResult, TurnEvent, World } from '../../src/conversation/world.ts'

const root = resolve(import.meta.dirname, '../..')
const own = (path: string): string => readFileSync(resolve(root, path), 'utf8')

/** What every set of scripts needs, beside the flow under test. */
const BASE: Record<string, string> = {
  'locales/vi/common.yaml': own('locales/vi/common.yaml'),
  'content/crops.yaml': own('content/crops.yaml'),
  'content/places.yaml': own('content/places.yaml'),
}

/** Actions and conditions of these tests: they only say what they were given. */
const REGISTRY: Registry = {
  actions: new Map(
    [
      { name: 'keep', keeps: true, outcomes: {}, gives: ['number'] },
      { name: 'look', keeps: false, outcomes: { none: 'nothing there' }, gives: ['found'] },
    ].map((action) => [action.name, { ...action, about: { vi: '', en: '' }, reads: [] }]),
  ),
  conditions: new Map([['is-monday', { name: 'is-monday', about: { vi: '', en: '' }, reads: [] }]]),
}

export const load = (files: Record<string, string>) => loadProgram({ ...BASE, ...files }, 'r1', REGISTRY)

/** The program of some files. Throws what the checker says where it refuses them. */
export function program(files: Record<string, string>): Program {
  const loaded = load(files)
  if (loaded.program) return loaded.program
  throw new Error(loaded.problems.map((problem) => formatProblem(problem, 'en')).join('\n'))
}

export const PERSON: PersonView = {
  id: 'p1',
  name: 'Seo',
  role: 'farmer',
  cooperativeId: null,
  cooperativeName: null,
  commune: null,
  locale: 'vi',
  consent: 'agreed',
  containerKg: {},
}

export interface TalkOptions {
  people?: PersonView[]
  channel?: 'sms' | 'zalo'
  actions?: Record<string, (input: ActionInput) => ActionResult<string>>
  conditions?: Record<string, boolean>
  quiet?: { since: number; until: number }
}

export interface Talk {
  /** What the bot answers, as an SMS or on Zalo; `''`: nothing. */
  say(text: string, options?: { payload?: string; attachments?: string[]; afterMs?: number }): Promise<string>
  wake(afterMs: number): Promise<string>
  events: TurnEvent<string>[]
  /** Buttons of the last answer. */
  buttons: string[]
  session: Session
  wakeAt: number | null
  now: number
}

/** Nine in the morning of 22 November 2026 in Vietnam. */
export const START = Date.parse('2026-11-22T09:00:00+07:00')

/** A talk whose session is written out and read back between every two turns. */
export function talk(scripts: Program, options: TalkOptions = {}): Talk {
  let people = options.people ?? [PERSON]
  let ids = 0
  const world = (): World<string> => ({
    actions: REGISTRY.actions,
    conditions: REGISTRY.conditions,
    runAction: async (name, input) => options.actions?.[name]?.(input) ?? { writes: [name] },
    checkCondition: async (name) => options.conditions?.[name] ?? false,
    people,
    sessionTag: 'abcd1234',
    channel: options.channel ?? 'sms',
    operator: 'HTX Mường Vi',
    saoM2: 360,
    quietUntil: options.quiet?.until ?? null,
    quietSince: options.quiet?.since ?? null,
    keepConsent: async (kind, person) => {
      people = people.map((each) => (each.id === person.id ? { ...each, consent: kind } : each))
      return [`consent ${kind}`]
    },
    forgetTold: async () => ['forget told'],
    isAskedToApprove: async () => false,
    openTicket: async (input) => ({ writes: [`ticket ${input.text}`], values: { ticket: 7 } }),
    addToTicket: async (input) => [`add ${input.text}`],
    newId: () => `id${++ids}`,
  })
  const it: Talk = { say, wake, events: [], buttons: [], session: newSession(), wakeAt: null, now: START }

  async function turn(incoming: Parameters<typeof takeTurn>[2]): Promise<string> {
    const before = parseSession(JSON.parse(JSON.stringify(it.session)))
    const programs = { current: scripts, byRevision: () => scripts }
    const taken = await takeTurn(programs, before, incoming, it.now, world())
    it.session = taken.session
    it.events = taken.events
    it.wakeAt = taken.wakeAt
    const reply = taken.events.find((event) => event.type === 'message_created')
    it.buttons = reply?.choices.map(({ payload }) => payload) ?? []
    return reply ? words(reply.texts) : ''
  }
  function words(texts: TextRef[]): string {
    const form = options.channel ?? 'sms'
    return renderTexts(scripts, texts, {
      locale: 'vi',
      form,
      today: '2026-11-22',
      saoM2: 360,
      operator: 'HTX Mường Vi',
    })
  }
  async function say(text: string, { payload = '', attachments = [] as string[], afterMs = 10_000 } = {}) {
    it.now += afterMs
    return turn({ type: 'message', id: `m${it.now}`, text, attachments, ...(payload ? { payload } : {}) })
  }
  async function wake(afterMs: number) {
    it.now += afterMs
    return turn({ type: 'wake' })
  }
  return it
}

/** What was written in the last turn. */
export const written = ({ events }: Talk): string[] =>
  events.flatMap((event) => (event.type === 'writes_made' ? event.writes : []))

/** One flow, begun by "di", its texts beside it; and another, begun by "giá". */
export const flow = (steps: string, texts: string, slots = '{}') =>
  program({
    'flows/trip.yaml': `title: Đi\ntriggers: [đi nào]\nslots: ${slots}\nsteps:\n${steps}`,
    'locales/vi/trip.yaml': `draft: Đã nhận.\nend: Hết.\n${texts}`,
    'flows/other.yaml':
      'title: Khác\ntriggers: [giá]\nslots: { crop: { type: crop, optional: true } }\nsteps: [{ id: said, say: said }]',
    'locales/vi/other.yaml': 'said: "Giá {crop}."',
  })

/** A flow that asks two things, keeps them and says them. */
export const survey = flow(
  '  - { id: a, fill: [crop, quantity] }\n  - { id: k, do: keep }\n  - { id: b, say: said }',
  'ask.crop: Cây gì ạ?\nask.quantity: Bao nhiêu ạ?\nsaid: "Ghi {crop} {quantity}."',
  '{ crop: { type: crop }, quantity: { type: amount } }',
)
