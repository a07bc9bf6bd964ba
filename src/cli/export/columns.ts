import { answerCells } from '../../farm/answer-cells.ts'
import type { Keys } from '../../store/crypto.ts'
import {
  answerPage,
  costPage,
  type Days,
  messagePage,
  type Page,
  pricePage,
  type Span,
  trainingPage,
  yieldPage,
} from '../../store/queries/exports.ts'
import type { Db } from '../../store/store.ts'

/** A day or an instant keeps its kind until it is written: a spreadsheet shows both as dates. */
export type Value = string | number | null | { day: string } | { at: number }

export type ExportRow = Readonly<Record<string, Value>>

/** What is exported, and over which days. */
export interface Source {
  db: Db
  keys: Pick<Keys, 'open'>
  days: Days
  span: Span
}

interface Export {
  columns: readonly string[]
  /** Which day `--from` and `--to` are about. */
  dated: string
  page(source: Source, page: Page): Promise<{ rows: ExportRow[]; last: string | undefined }>
}

const paged = <T>(list: readonly T[], idOf: (item: T) => string, rowOf: (item: T) => ExportRow) => {
  const last = list.at(-1)
  return { rows: list.map(rowOf), last: last === undefined ? undefined : idOf(last) }
}

const day = (value: string | null): Value => (value === null ? null : { day: value })
const at = (value: number | null): Value => (value === null ? null : { at: value })

const yields: Export = {
  columns: [
    ...['id', 'person_id', 'phone', 'cooperative', 'place', 'crop', 'form', 'quantity_kg', 'count', 'unit', 'volume_l'],
    ...['area_m2', 'harvested_on', 'confirmed', 'channel', 'recorded_at'],
  ],
  dated: 'harvested_on',
  async page({ db, keys, days }, page) {
    const list = await yieldPage(db, days, page)
    return paged(
      list,
      ({ row }) => row.id,
      ({ row, cooperative, phone }) => ({
        id: row.id,
        person_id: row.personId,
        phone: phone === null ? null : keys.open(phone).replace(/^tel:/, ''),
        cooperative,
        place: row.place,
        crop: row.crop,
        form: row.form,
        quantity_kg: row.quantityKg,
        count: row.count,
        unit: row.unit,
        volume_l: row.volumeL,
        area_m2: row.areaM2,
        harvested_on: day(row.harvestedOn),
        confirmed: row.confirmed,
        channel: row.channel,
        recorded_at: at(row.recordedAt),
      }),
    )
  },
}

const prices: Export = {
  columns: ['crop', 'form', 'place', 'day', 'price_vnd', 'unit', 'source', 'entered_by'],
  dated: 'day',
  async page({ db, days }, page) {
    const list = await pricePage(db, days, page)
    return paged(
      list,
      ({ id }) => id,
      (row) => ({
        crop: row.crop,
        form: row.form,
        place: row.place,
        day: day(row.day),
        price_vnd: row.priceVnd,
        unit: row.unit,
        source: row.source,
        entered_by: row.enteredBy,
      }),
    )
  },
}

const messages: Export = {
  columns: ['id', 'person_id', 'direction', 'channel', 'class', 'status', 'parts', 'created_at'],
  dated: 'created_at',
  async page({ db, span }, page) {
    const list = await messagePage(db, span, page)
    return paged(
      list,
      ({ id }) => id,
      ({ at: createdAt, personId, ...row }) => ({ ...row, person_id: personId, created_at: at(createdAt) }),
    )
  },
}

const trainings: Export = {
  columns: [
    ...['id', 'title', 'starts_at', 'place', 'cooperative', 'commune', 'capacity', 'status'],
    ...['coming', 'not_coming'],
  ],
  dated: 'starts_at',
  async page({ db, span }, page) {
    const list = await trainingPage(db, span, page)
    return paged(
      list,
      ({ row }) => row.id,
      ({ row, cooperative, coming, notComing }) => ({
        id: row.id,
        title: row.title,
        starts_at: at(row.startsAt),
        place: row.place,
        cooperative,
        commune: row.commune,
        capacity: row.capacity,
        status: row.status,
        coming,
        not_coming: notComing,
      }),
    )
  },
}

/** One row an answer: a survey's questions are its own, the columns are the same for all. */
const answers: Export = {
  columns: [
    ...['id', 'person_id', 'phone', 'cooperative', 'place', 'survey', 'flow', 'question', 'answer', 'unit'],
    'recorded_at',
  ],
  dated: 'recorded_at',
  async page({ db, keys, span }, page) {
    const list = await answerPage(db, span, page)
    const rows = list.flatMap(({ row, cooperative, place, phone }) =>
      answerCells(row.values).map(({ question, answer, unit }) => ({
        id: row.id,
        person_id: row.personId,
        phone: phone === null ? null : keys.open(phone).replace(/^tel:/, ''),
        cooperative,
        place,
        survey: row.survey,
        flow: row.flow,
        question,
        answer,
        unit,
        recorded_at: at(row.recordedAt),
      })),
    )
    return { rows, last: list.at(-1)?.row.id }
  },
}

/** What each message that left, or may have, cost: for the provider's bill. */
const costs: Export = {
  columns: ['id', 'channel', 'class', 'status', 'broadcast_id', 'parts', 'cost_vnd', 'told_by_provider', 'sent_at'],
  dated: 'sent_at',
  async page({ db, span }, page) {
    const list = await costPage(db, span, page)
    return paged(
      list,
      ({ id }) => id,
      (row) => ({
        id: row.id,
        channel: row.channel,
        class: row.class,
        status: row.status,
        broadcast_id: row.broadcastId,
        parts: row.parts,
        cost_vnd: row.costVnd,
        told_by_provider: row.isCostTold ? 'yes' : 'no',
        sent_at: at(row.leftAt),
      }),
    )
  },
}

/** Everything that can be exported, by name. Crops and places are written by the keys and codes of `content/`. */
export const EXPORTS: Readonly<Record<string, Export>> = { yields, prices, messages, trainings, answers, costs }
export type { Export }
