import { getTableColumns } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tables } from '../../src/store/schema.ts'
import type { Write } from '../../src/store/writes.ts'
import { openStore } from './helpers.ts'

/** A value of every kind of column the table list is built from. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'Mường Vi', 'd\'Hà "b" -- ;', '3 tạ rưỡi 🌽'),
)
const values: Record<string, fc.Arbitrary<unknown>> = {
  SQLiteText: text,
  SQLiteInteger: fc.maxSafeInteger(),
  SQLiteReal: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
  SQLiteBoolean: fc.boolean(),
  SQLiteTextJson: fc
    .jsonValue({ depthSize: 'small' })
    .filter((value) => value !== null)
    .map((value) => JSON.parse(JSON.stringify(value))),
  SQLiteBlobBuffer: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
}

test.each(Object.entries(tables))('what is written to %s reads back the same', async (name, table) => {
  const { db, client, commit } = await openStore({ file: ':memory:' })
  client.exec('delete from settings')
  const columns = Object.entries(getTableColumns(table))
  const row = fc.record(
    Object.fromEntries(
      columns.map(([key, column]) => {
        const kind = column.enumValues === undefined ? values[column.columnType] : fc.constantFrom(...column.enumValues)
        if (kind === undefined) throw new Error(`No values for ${column.columnType}`)
        return [key, column.notNull ? kind : fc.option(kind)]
      }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(row, row, async (values, set) => {
      expect(await commit({ writes: [{ type: 'insert', table: name, values } as Write] })).toEqual({
        type: 'committed',
      })
      expect(await db.select().from(table)).toEqual([values])
      const update = { type: 'update', table: name, where: values, set, expect: 'one' } as Write
      expect(await commit({ writes: [update] })).toEqual({ type: 'committed' })
      expect(await db.select().from(table)).toEqual([set])
      await commit({ writes: [{ type: 'delete', table: name, where: set } as Write] })
      expect(await db.select().from(table)).toEqual([])
    }),
    { numRuns: 15, seed: 7 },
  )
})

test('what is not given takes the default of the table list', async () => {
  const { db, commit } = await openStore({ file: ':memory:' })
  const values = { id: 'p', role: 'farmer', locale: 'vi', consent: 'none', createdAt: 1, name: undefined } as const
  await commit({ writes: [{ type: 'insert', table: 'people', values } as Write] })
  expect(await db.select().from(tables.people)).toMatchObject([
    { id: 'p', isDemo: false, name: null, containerKg: null },
  ])
})
