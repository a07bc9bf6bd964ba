import { parseSession, type Session } from '../../conversation/session.ts'
import type { Row } from '../../store/writes.ts'

/** Where a talk stands; null where it has not begun, or was written by a version that this one can't read. */
export function sessionOf(stored: Row<'sessions'> | undefined): Session | null {
  if (!stored) return null
  try {
    return parseSession(stored.state)
  } catch {
    return null
  }
}
