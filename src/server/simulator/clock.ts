import { localTime } from '../../conversation/calendar.ts'

/** How this page writes times: as a clock in Vietnam shows them. */

/** `19:05`. */
export const printTime = (at: number): string => {
  const { minutes } = localTime(at)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** `22/11/2026`. */
export const printDay = (at: number): string => localTime(at).day.split('-').reverse().join('/')

/** `19:05 22/11`. */
export const printMoment = (at: number): string => `${printTime(at)} ${printDay(at).slice(0, 5)}`
