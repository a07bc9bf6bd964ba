import { environmentCode } from '../store/sqlite-errors.ts'

/** A database that can't even be read is one that can't keep what came. Throws on whatever is not the database's. */
export function asUnavailable(error: unknown): { type: 'unavailable'; reason: string } {
  const code = environmentCode(error)
  if (code === undefined) throw error
  return { type: 'unavailable', reason: code }
}
