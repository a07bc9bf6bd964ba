import type { SendingRules } from '../../conversation/sending-rules.ts'
import type { TextRef } from '../../conversation/types.ts'
import { insertNew, type Row, update, updateOne, type Write } from '../../store/writes.ts'
import { outgoing } from '../outgoing.ts'
import { MERGE_MS } from '../reminders.ts'
import { mergeTexts, textsOf, trainingsIn, withoutTraining } from './texts.ts'

/** One message to one person about one training. */
export interface Letter {
  onceKey: string
  urnId: string
  personId: string
  locale: string
  /** When it is due, epoch ms. */
  at: number
  training: Row<'trainings'>
  texts: TextRef[]
}

export interface PlanContext {
  newId(): string
  /** The revision whose texts are sent. */
  revision: string
  /** When the project lets us write unasked. */
  rules: SendingRules
}

interface Planned extends Letter {
  class: 'reminder' | 'service'
  deadline: number
}

/** What becomes of a row already in the outbox. */
interface Changed {
  row: Row<'outbox'>
  /** null: nothing is left to say. */
  texts: TextRef[] | null
  dueAt: number
  deadline: number
}

const isOpen = (row: Row<'outbox'>): boolean => row.status === 'queued' || row.status === 'errored'
const isOnItsWay = (row: Row<'outbox'>, now: number): boolean => row.leaseUntil !== null && row.leaseUntil > now

/** A batch of messages under way to the outbox: what is due to one phone within 3 hours becomes one. */
export class Draft {
  readonly now: number
  readonly #context: Omit<PlanContext, 'rules'>
  readonly #planned: Planned[] = []
  readonly #changed = new Map<string, Changed>()
  readonly #traces: Write[] = []
  readonly #retracted = new Set<string>()

  constructor(now: number, context: Omit<PlanContext, 'rules'>) {
    this.now = now
    this.#context = context
  }

  /** Writes it will give. */
  get size(): number {
    return this.#planned.length + this.#changed.size + this.#traces.length
  }

  /** A reminder; `open`: what already waits for that phone. */
  remind(letter: Letter, open: readonly Row<'outbox'>[]): void {
    const { at, training, urnId } = letter
    const planned = this.#planned.find(
      (each) => each.class === 'reminder' && each.urnId === urnId && isNear(each.at, each.training.startsAt, letter),
    )
    if (planned) {
      planned.texts = mergeTexts(planned.texts, letter.texts)
      planned.deadline = Math.min(planned.deadline, training.startsAt)
      planned.at = Math.min(planned.at, at)
      return this.trace(letter)
    }
    const host = open.find((row) => this.#isHostFor(row, letter))
    if (!host) {
      this.#planned.push({ ...letter, class: 'reminder', deadline: training.startsAt })
      return
    }
    const change = this.#changeOf(host)
    change.texts = mergeTexts(change.texts ?? [], letter.texts)
    change.dueAt = Math.min(change.dueAt, at)
    change.deadline = Math.min(change.deadline, training.startsAt)
    this.trace(letter)
  }

  /** A change or a cancellation: at once. */
  notice(letter: Letter, deadline: number): void {
    this.#planned.push({ ...letter, class: 'service', deadline })
  }

  /** A message that went into another one: its row stays as a trace, so that it is written once only. */
  trace(letter: Letter): void {
    this.#traces.push(
      insertNew('outbox', {
        ...this.#columns({ ...letter, class: 'reminder', deadline: letter.training.startsAt }),
        choices: [],
        status: 'superseded',
        reason: 'merged',
        dueAt: letter.at,
        createdAt: this.now,
        settledAt: this.now,
      }),
    )
  }

  /** Takes one training out of a row not yet sent. False: it is sent, or never told of it. */
  retract(row: Row<'outbox'>, trainingId: string): boolean {
    if (!isOpen(row) || isOnItsWay(row, this.now) || !trainingsIn(textsOf(row)).includes(trainingId)) return false
    const change = this.#changeOf(row)
    change.texts = withoutTraining(change.texts ?? [], trainingId)
    return true
  }

  /** A trace whose line was taken back: it has told nobody. */
  retractTrace({ id }: Row<'outbox'>): void {
    this.#retracted.add(id)
    this.#traces.push(update('outbox', { id, status: 'superseded' }, { status: 'cancelled', reason: 'changed' }))
  }

  isRetracted({ id }: Row<'outbox'>): boolean {
    return this.#retracted.has(id) || this.#changed.get(id)?.texts === null
  }

  /** Changes of rows first: a trace without its line would lose a reminder. */
  writes(): Write[] {
    return [
      ...[...this.#changed.values()].map((change) => this.#update(change)),
      ...this.#planned.map((letter) =>
        outgoing({ ...this.#columns(letter), now: this.now, dueAt: Math.max(letter.at, this.now) }),
      ),
      ...this.#traces,
    ]
  }

  #columns({ training, at: _, ...letter }: Planned) {
    return { ...letter, id: this.#context.newId(), revision: this.#context.revision, trainingId: training.id }
  }

  #changeOf(row: Row<'outbox'>): Changed {
    const { dueAt, deadline } = row
    const change = this.#changed.get(row.id) ?? { row, texts: textsOf(row), dueAt, deadline }
    this.#changed.set(row.id, change)
    return change
  }

  #update({ row, texts, dueAt, deadline }: Changed): Write {
    const where = { id: row.id, status: row.status, fence: row.fence }
    if (texts === null)
      return updateOne('outbox', where, { status: 'cancelled', reason: 'changed', settledAt: this.now })
    return updateOne('outbox', where, { texts, dueAt, deadline, trainingId: trainingsIn(texts)[0] ?? row.trainingId })
  }

  #isHostFor(row: Row<'outbox'>, letter: Letter): boolean {
    if (row.class !== 'reminder' || row.status !== 'queued' || row.attempts > 0 || row.leaseUntil !== null) return false
    const change = this.#changed.get(row.id)
    return change?.texts !== null && isNear(row.dueAt, row.deadline, letter) && trainingsIn(textsOf(row)).length > 0
  }
}

/** Close enough to be one, and before both trainings. */
const isNear = (at: number, startsAt: number, letter: Letter): boolean =>
  Math.abs(at - letter.at) <= MERGE_MS && Math.min(at, letter.at) < Math.min(startsAt, letter.training.startsAt)
