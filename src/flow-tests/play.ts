import { dayOf, instantOf } from '../conversation/calendar.ts'
import type { FlowTest } from '../conversation/load/flow-schema.ts'
import { storedTexts } from '../conversation/stored.ts'
import { renderTexts } from '../conversation/texts.ts'
import type { Program, TextRef } from '../conversation/types.ts'
import { unaccent } from '../language/text/fold.ts'
import { statusOfBroadcast } from '../store/queries/broadcasts.ts'
import { recentOutbox } from '../store/queries/outbox.ts'
import { findUrn } from '../store/queries/people.ts'
import { dueSessions } from '../store/queries/sessions.ts'
import type { Db } from '../store/store.ts'
import { type Row, update } from '../store/writes.ts'
import { checkExpectations } from './expectations.ts'
import { type Cast, GivenError, type Speaker, setStage, withBudget } from './given.ts'
import { type Mismatch, mismatch } from './mismatch.ts'
import { openStage, type Stage } from './stage.ts'

/** Nine in the morning of a Sunday in the harvest, where a test names no other time. */
const DEFAULT_NOW = instantOf('2026-11-22', 9 * 60)
/** What a person takes to type the next text. */
const TYPING_MS = 20_000
const SWEEP_STEP_MS = 60 * 60 * 1000

/** Where a test went another way than written: a path into it, as YAML keys and positions. */
export interface Failed extends Mismatch {
  path: readonly PropertyKey[]
}

/** Plays one of a flow's tests. Gives what differed; null: it went as written. */
export async function playTest(program: Program, flowId: string, test: FlowTest): Promise<Failed | null> {
  const stage = await openStage(withBudget(program, test.given), test.now ? Date.parse(test.now) : DEFAULT_NOW)
  try {
    const cast = await setStage(stage, test.given)
    const player = new Player(stage, cast, flowId, test.channel)
    for (const [index, line] of test.talk.entries()) {
      const wrong = await player.play(line)
      if (wrong) return { ...wrong, path: ['talk', index] }
    }
    const wrong = await checkExpectations(stage, cast, test.expect)
    return wrong && { vi: wrong.vi, en: wrong.en, path: ['expect', wrong.name] }
  } catch (error) {
    if (!(error instanceof GivenError)) throw error
    return { ...mismatch(error.vi, error.message), path: ['given'] }
  } finally {
    await stage.store.close()
  }
}

interface Said {
  to: Speaker
  texts: TextRef[]
}

class Player {
  readonly #stage: Stage
  readonly #cast: Cast
  readonly #flowId: string
  readonly #form: 'sms' | 'zalo'
  /** Outbox rows already accounted for. */
  readonly #seen = new Set<string>()
  #speaker: Speaker = 'farmer'
  #messages = 0

  constructor(stage: Stage, cast: Cast, flowId: string, form: 'sms' | 'zalo') {
    this.#stage = stage
    this.#cast = cast
    this.#flowId = flowId
    this.#form = form
  }

  async play(line: Readonly<Record<string, unknown>>): Promise<Mismatch | null> {
    if ('after' in line) return this.#wait(String(line.after))
    if ('bot' in line && line.bot === null) return this.#expectNothing('to' in line ? String(line.to) : this.#speaker)
    if ('bot' in line) return this.#expect(String(line.bot), 'to' in line ? String(line.to) : this.#speaker)
    const [speaker, text] = Object.entries(line)[0] ?? []
    if (!speaker) return mismatch('dòng này còn trống', 'an empty line')
    return this.#say(speaker, String(text))
  }

  async #say(speaker: Speaker, text: string): Promise<Mismatch | null> {
    await this.#takeAll(speaker)
    this.#speaker = speaker
    this.#stage.pass(TYPING_MS)
    const from = this.#cast.urnOf(speaker)
    const externalId = `test-${++this.#messages}`
    const result = await this.#stage.intake.receive('simulator', {
      type: 'message',
      externalId,
      from,
      text,
      attachments: [],
    })
    return result.type === 'taken'
      ? null
      : mismatch(`hệ thống chưa nhận "${text}" (${result.type})`, `"${text}" was not taken (${result.type})`)
  }

  async #wait(duration: string): Promise<Mismatch | null> {
    const [, figure, unit] = /^(\d+)\s*(s|m|h|d)$/.exec(duration) ?? []
    const ms = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? '']
    if (!figure || !ms)
      return mismatch(
        `"after" viết như 2s, 10m, 24h hoặc 3d, không phải "${duration}"`,
        `"after" is written like 2s, 10m, 24h or 3d, not "${duration}"`,
      )
    await this.#passTime(Number(figure) * ms)
    for (const due of await dueSessions(this.#stage.store.db, this.#stage.now(), 10))
      await this.#stage.intake.wake(due.urnId)
    return null
  }

  /** The sweep goes round at every step of the way, as it does while the service runs. */
  async #passTime(ms: number): Promise<void> {
    const until = this.#stage.now() + ms
    while (this.#stage.now() < until) {
      await this.#stage.sweep()
      this.#stage.pass(Math.min(SWEEP_STEP_MS, until - this.#stage.now()))
    }
    await this.#stage.sweep()
  }

  async #expect(expected: string, to: Speaker): Promise<Mismatch | null> {
    const said = await this.#takeAll(to)
    if (said.length === 0)
      return mismatch(`máy không trả lời, bài thử mong "${expected}"`, `no answer, where "${expected}" was expected`)
    const words = said.map((each) => this.#words(each.texts)).join(' ')
    const key = /^[a-z0-9-]+(?:\/[a-z0-9-]+)?(?:\.[a-z0-9_-]+)*$/.test(expected) ? this.#keyOf(expected) : null
    if (key && this.#stage.program.texts.get('vi')?.has(key)) {
      const keys = said.flatMap((each) => each.texts.map((text) => text.key))
      const list = keys.join(', ')
      return keys.includes(key)
        ? null
        : mismatch(
            `bài thử mong câu "${expected}", máy nói "${words}" [${list}]`,
            `the text "${expected}" was expected, and this was said: "${words}" [${list}]`,
          )
    }
    return this.#plain(expected) === this.#plain(words)
      ? null
      : mismatch(`bài thử mong "${expected}", máy nói "${words}"`, `"${expected}" was expected, "${words}" was said`)
  }

  async #expectNothing(to: Speaker): Promise<Mismatch | null> {
    const said = await this.#takeAll(to)
    if (said.length === 0) return null
    const words = said.map((each) => this.#words(each.texts)).join(' ')
    return mismatch(
      `bài thử mong máy không nói gì, máy nói "${words}"`,
      `nothing was expected, and "${words}" was said`,
    )
  }

  #keyOf(expected: string): string {
    const [flow, name] = expected.includes('/') ? expected.split('/') : [this.#flowId, expected]
    return `${flow}.${name}`
  }

  /** As the phone shows it. */
  #plain(text: string): string {
    return (this.#form === 'sms' ? unaccent(text) : text).replace(/\s+/g, ' ').trim()
  }

  #words(texts: TextRef[]): string {
    const { program, settings } = this.#stage
    const { saoM2, operator } = settings
    const today = dayOf(this.#stage.now())
    return this.#plain(renderTexts(program, texts, { locale: 'vi', form: this.#form, today, saoM2, operator }))
  }

  /** What was said to someone since last looked at. */
  async #takeAll(to: Speaker): Promise<Said[]> {
    const { store } = this.#stage
    const known = await findUrn(store.db, store.keys.hash(this.#cast.urnOf(to)))
    if (!known) return []
    const rows = (await recentOutbox(store.db, known.urn.id, 50)).reverse()
    const open = rows.filter(
      (row) => !this.#seen.has(row.id) && row.status === 'queued' && isHere(row, this.#stage.now()),
    )
    const goes = await Promise.all(open.map((row) => isSendable(store.db, row)))
    const fresh = open.filter((_, index) => goes[index])
    for (const { id } of fresh) this.#seen.add(id)
    // Read means sent: what is taken back later is only what nobody has seen.
    const sent = fresh
      .filter((row) => row.class !== 'reply')
      .map(({ id }) => update('outbox', { id }, { status: 'sent' }))
    if (sent.length > 0) await store.commit({ writes: sent })
    return fresh.map((row) => ({ to, texts: storedTexts.parse(row.texts) }))
  }
}

/** Nothing is sent of a broadcast that was stopped or corrected, whether or not the sweep has taken it back. */
async function isSendable(db: Db, { broadcastId }: Row<'outbox'>): Promise<boolean> {
  const status = broadcastId === null ? null : await statusOfBroadcast(db, broadcastId)
  return status === null || status === 'sending' || status === 'sent'
}

/** A reminder comes when it is due; all else, after a moment at most. */
const isHere = (row: Row<'outbox'>, now: number): boolean => row.class !== 'reminder' || row.dueAt <= now
