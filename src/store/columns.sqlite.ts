import { blob, integer, real, text } from 'drizzle-orm/sqlite-core'

/** The kinds of column the table list is built from; another engine gives the same names with its own types. */

/** UUIDv7, as text. */
export const id = () => text().primaryKey()
/** The id of a row in another table. */
export const ref = () => text()
/** Epoch milliseconds, UTC. */
export const instant = () => integer()
/** Calendar day in Vietnam, `YYYY-MM-DD`. */
export const day = () => text()
export const words = () => text()
/** One of a closed list. */
export const oneOf = <const T extends [string, ...string[]]>(values: T) => text({ enum: values })
export const count = () => integer()
export const flag = () => integer({ mode: 'boolean' })
export const measure = () => real()
export const json = <T>() => text({ mode: 'json' }).$type<T>()
/** Bytes under authenticated encryption, which key included (see crypto.ts). */
export const sealed = () => blob({ mode: 'buffer' })
/** Keyed hash, hex. */
export const keyedHash = () => text()
