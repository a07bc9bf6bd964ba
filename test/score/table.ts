import { OUTCOMES, type Outcome } from './compare.ts'
import type { Leaving } from './corpora.ts'
import type { Scored } from './score.ts'

/** How many texts of one kind (or of a whole corpus: kind `total`) came out in which way. */
export interface Row extends Record<Outcome, number> {
  corpus: string
  kind: string
  texts: number
  /** Share of texts read right, in percent. */
  percent: number
}

/** A row for every corpus and kind, in the order they come, each corpus closed by its total. */
export function rowsOf(scored: readonly Scored[]): Row[] {
  return [...Map.groupBy(scored, ({ corpus }) => corpus)].flatMap(([corpus, all]) => {
    const kinds = [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, some]) => rowOf(corpus, kind, some))
    return [...(kinds.length > 1 ? kinds : []), rowOf(corpus, 'total', all)]
  })
}

function rowOf(corpus: string, kind: string, scored: readonly Scored[]): Row {
  const count = (outcome: Outcome) => scored.filter((one) => one.outcome === outcome).length
  const [right, asked, unread, wrong] = [count('right'), count('asked'), count('unread'), count('wrong')]
  return { corpus, kind, texts: scored.length, right, asked, unread, wrong, percent: (100 * right) / scored.length }
}

/** The rows as lines of text in columns. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['corpus', 'kind', 'texts', ...OUTCOMES, '% right']
  const body = rows.map((row) => [
    row.corpus,
    row.kind,
    ...[row.texts, ...OUTCOMES.map((outcome) => row[outcome])].map(String),
    row.percent.toFixed(1),
  ])
  const widths = head.map((_, at) => Math.max(...[head, ...body].map((cells) => cells[at]?.length ?? 0)))
  return [head, ...body]
    .map((cells) => cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((cells) => `${cells.join('  ')}\n`)
    .join('')
}

/** What is not scored, and why, a line each. */
export const leavingsOf = (leavings: readonly Leaving[]): string =>
  leavings.map(({ corpus, kind, texts, out }) => `not scored: ${corpus} ${kind}, ${texts}: ${out}\n`).join('')

/** Every text that was not read right: where it stands, what it should give and what it gave. */
export const missesOf = (scored: readonly Scored[]): string =>
  scored
    .filter(({ outcome }) => outcome !== 'right')
    .map(
      ({ at, outcome, as, text, value, got }) =>
        `${outcome} ${at} --as ${as}\n  text      ${text}\n  expected  ${JSON.stringify(value)}\n  got       ${JSON.stringify(got)}\n`,
    )
    .join('')
