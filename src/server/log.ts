import { type DestinationStream, pino } from 'pino'

/** Logs carry ids and codes, never texts, names, numbers or tokens. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** JSON lines to the given stream, or to standard error. `MUA_LOG` names the lowest level told. */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Log =>
  pino({ level, base: null }, destination)
