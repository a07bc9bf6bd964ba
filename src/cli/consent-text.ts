import type { Row } from '../store/writes.ts'

/** An entry of the ledger of consents in a line: what, by whom it came, how it was said, who took it down, the proof and its scan. */
export function consentText({ kind, source, how, takenBy, scan, proof }: Row<'consents'>): string {
  const by = [source, how, takenBy === null ? null : `taken by ${takenBy}`].filter(Boolean).join(', ')
  const words = [proof === null ? null : JSON.stringify(proof), scan === null ? null : `scan ${scan}`]
  const said = words.filter(Boolean).join(', ')
  return `${kind} (${by})${said === '' ? '' : `: ${said}`}`
}

/** Quiet hours as they are written in a list: `12:00-13:30`. */
export const hoursText = ({ from, to }: { from: number; to: number }): string => `${clock(from)}-${clock(to)}`

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
