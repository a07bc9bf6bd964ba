import type { InferInsertModel, InferSelectModel } from 'drizzle-orm'
import type { tables } from './schema.ts'

/** What is to be written, as values: actions return them, the store turns them into statements. So a turn can be tested without a database. */

export type TableName = keyof typeof tables
export type Row<T extends TableName> = InferSelectModel<(typeof tables)[T]>
export type NewRow<T extends TableName> = InferInsertModel<(typeof tables)[T]>

/** What an outbound message is for: it decides what the guard asks of it, and who goes first. */
export type MessageClass = Row<'outbox'>['class']

type InsertWrite<T extends TableName> = {
  type: 'insert'
  table: T
  values: NewRow<T>
  /** `ignore`: a row with the same unique key stays as it is. */
  onConflict?: 'ignore'
}
type UpdateWrite<T extends TableName> = {
  type: 'update'
  table: T
  set: Partial<NewRow<T>>
  /** All must be equal; null means "is null". */
  where: Partial<Row<T>>
  /** `one`: exactly one row must change, else the whole turn is a conflict and is taken again. */
  expect?: 'one'
}
type DeleteWrite<T extends TableName> = { type: 'delete'; table: T; where: Partial<Row<T>> }

/** Adds to figures of exactly one row, or makes the whole turn a conflict: where it is missing, or where one would come out above its `most`. */
type IncreaseWrite<T extends TableName> = {
  type: 'increase'
  table: T
  where: Partial<Row<T>>
  /** May be negative. */
  by: Partial<Row<T>>
  most?: Partial<Row<T>>
}

export type Write = {
  [T in TableName]: InsertWrite<T> | UpdateWrite<T> | DeleteWrite<T> | IncreaseWrite<T>
}[TableName]

export const insert = <T extends TableName>(table: T, values: NewRow<T>): Write =>
  ({ type: 'insert', table, values }) as Write

/** An insert that leaves a row with the same unique key as it is. */
export const insertNew = <T extends TableName>(table: T, values: NewRow<T>): Write =>
  ({ type: 'insert', table, values, onConflict: 'ignore' }) as Write

export const update = <T extends TableName>(table: T, where: Partial<Row<T>>, set: Partial<NewRow<T>>): Write =>
  ({ type: 'update', table, where, set }) as Write

/** An update that must change exactly one row: the precondition of a turn. */
export const updateOne = <T extends TableName>(table: T, where: Partial<Row<T>>, set: Partial<NewRow<T>>): Write =>
  ({ type: 'update', table, where, set, expect: 'one' }) as Write

export const remove = <T extends TableName>(table: T, where: Partial<Row<T>>): Write =>
  ({ type: 'delete', table, where }) as Write

export const increase = <T extends TableName>(
  table: T,
  where: Partial<Row<T>>,
  by: Partial<Row<T>>,
  most?: Partial<Row<T>>,
): Write => ({ type: 'increase', table, where, by, ...(most ? { most } : {}) }) as Write
