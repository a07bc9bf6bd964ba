import type { Database, Statement } from 'better-sqlite3'
import { type Column, getTableColumns, getTableName } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { tables } from './schema.ts'
import type { TableName, Write } from './writes.ts'

interface ColumnPlan {
  /** Quoted, as in the database. */
  name: string
  encode: (value: unknown) => unknown
}
interface TablePlan {
  /** Quoted. */
  name: string
  columns: ReadonlyMap<string, ColumnPlan>
}
/** `key` is the same for writes that differ in values alone; `text` is made once for each. */
interface Planned {
  key: string
  text: () => string
  params: unknown[]
}

/** Names and value mappings are the table list's own, so what is written here reads back through drizzle. */
function planTables(): Map<string, TablePlan> {
  const casing = new CasingCache('snake_case')
  const columnPlan = (column: Column): ColumnPlan => ({
    name: `"${casing.getColumnCasing(column)}"`,
    encode: (value) => (value === null ? null : column.mapToDriverValue(value)),
  })
  return new Map(
    Object.entries(tables).map(([key, table]) => [
      key,
      {
        name: `"${getTableName(table)}"`,
        columns: new Map(
          Object.entries<Column>(getTableColumns(table)).map(([name, column]) => [name, columnPlan(column)]),
        ),
      },
    ]),
  )
}

function columnOf(plan: TablePlan, key: string): ColumnPlan {
  const found = plan.columns.get(key)
  if (found === undefined) throw new Error(`No column ${key} in ${plan.name}`)
  return found
}

/** What is given: undefined means "not given". */
function assignments(plan: TablePlan, values: Record<string, unknown>): { names: string[]; params: unknown[] } {
  const names: string[] = []
  const params: unknown[] = []
  for (const key in values) {
    if (values[key] === undefined) continue
    const { name, encode } = columnOf(plan, key)
    names.push(name)
    params.push(encode(values[key]))
  }
  return { names, params }
}

/** All equal. Throws where there is none, or one is undefined: it would reach rows that were not meant. */
function condition(plan: TablePlan, where: Record<string, unknown>): { text: string; params: unknown[] } {
  const terms: string[] = []
  const params: unknown[] = []
  for (const key in where) {
    const value = where[key]
    if (value === undefined) throw new Error(`Undefined in the condition on ${key} of ${plan.name}`)
    const { name, encode } = columnOf(plan, key)
    terms.push(value === null ? `${name} is null` : `${name} = ?`)
    if (value !== null) params.push(encode(value))
  }
  if (terms.length === 0) throw new Error(`A write to ${plan.name} without a condition`)
  return { text: terms.join(' and '), params }
}

function planInsert(plan: TablePlan, write: Extract<Write, { type: 'insert' }>): Planned {
  const { names, params } = assignments(plan, write.values)
  const columns = names.join()
  const ending = write.onConflict === 'ignore' ? ' on conflict do nothing' : ''
  return {
    key: `insert ${plan.name} ${columns}${ending}`,
    text: () => `insert into ${plan.name} (${columns}) values (${names.map(() => '?').join()})${ending}`,
    params,
  }
}

function planUpdate(plan: TablePlan, write: Extract<Write, { type: 'update' }>): Planned {
  const set = assignments(plan, write.set)
  const where = condition(plan, write.where)
  // With nothing to set it still counts the rows that fit: a precondition may stand alone.
  const [first] = plan.columns.values()
  const changes = set.names.length === 0 ? `${first?.name} = ${first?.name}` : `${set.names.join(' = ?, ')} = ?`
  const text = `update ${plan.name} set ${changes} where ${where.text}`
  return { key: text, text: () => text, params: [...set.params, ...where.params] }
}

function planIncrease(plan: TablePlan, write: Extract<Write, { type: 'increase' }>): Planned {
  const where = condition(plan, write.where)
  const by = assignments(plan, write.by)
  const most = assignments(plan, write.most ?? {})
  const sets = by.names.map((name) => `${name} = ${name} + ?`).join()
  const caps = most.names.map((name, index) => {
    const at = by.names.indexOf(name)
    if (at < 0) throw new Error(`A limit on ${name} of ${plan.name}, which is not increased`)
    return { text: ` and ${name} + ? <= ?`, params: [by.params[at], most.params[index]] }
  })
  const text = `update ${plan.name} set ${sets} where ${where.text}${caps.map((cap) => cap.text).join('')}`
  return { key: text, text: () => text, params: [...by.params, ...where.params, ...caps.flatMap((cap) => cap.params)] }
}

function planDelete(plan: TablePlan, write: Extract<Write, { type: 'delete' }>): Planned {
  const where = condition(plan, write.where)
  const text = `delete from ${plan.name} where ${where.text}`
  return { key: text, text: () => text, params: where.params }
}

function planWrite(plan: TablePlan, write: Write): Planned {
  switch (write.type) {
    case 'insert':
      return planInsert(plan, write)
    case 'update':
      return planUpdate(plan, write)
    case 'increase':
      return planIncrease(plan, write)
    case 'delete':
      return planDelete(plan, write)
  }
}

/**
 * Turns writes into statements, each prepared once for its table and set of columns: built here and not by drizzle, whose
 * prepared statements need the set of columns beforehand and cost more on the path of every turn. The function gives the number
 * of rows changed; it throws SqliteError, and Error for a write that must not run (an unknown column, no condition).
 */
export function makeWriter(client: Database): (write: Write) => number {
  const plans = planTables()
  const statements = new Map<string, Statement>()
  const planOf = (table: TableName): TablePlan => {
    const plan = plans.get(table)
    if (plan === undefined) throw new Error(`No table ${table}`)
    return plan
  }
  return (write) => {
    const { key, text, params } = planWrite(planOf(write.table), write)
    let statement = statements.get(key)
    if (statement === undefined) {
      statement = client.prepare(text())
      statements.set(key, statement)
    }
    return statement.run(params).changes
  }
}
