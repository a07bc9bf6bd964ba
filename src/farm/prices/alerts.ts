import type { Program } from '../../conversation/types.ts'
import type { Db } from '../../store/store.ts'
import type { Row, Write } from '../../store/writes.ts'

/** What alerts are made with. */
export interface AlertContext {
  db: Db
  now: number
  newId(): string
  program: Pick<Program, 'revision' | 'crops' | 'places'>
}

export async function pricesKept(_rows: readonly Row<'prices'>[], _context: AlertContext): Promise<Write[]> {
  return []
}
export async function priceAmended(
  _before: Row<'prices'>,
  _after: Row<'prices'>,
  _context: AlertContext,
): Promise<Write[]> {
  return []
}
