import type { Row } from '../../../src/store/writes.ts'
import type { Adapter, Taken } from './adapter.ts'
import type { ToldOf } from './reports.ts'

const HAVE_LEFT = new Set(['wired', 'sent', 'delivered', 'read'])
const MUST_NOT_HAVE_LEFT = new Set(['expired', 'stopped', 'cancelled'])
const ENDS = new Set([...HAVE_LEFT, ...MUST_NOT_HAVE_LEFT, 'failed', 'uncertain'])

/** The provider's record beside one row. */
interface Case {
  row: Row<'outbox'>
  taken: readonly Taken[]
  /** Ids of all that was taken in the same words. */
  ids: ReadonlySet<string>
  told: ToldOf
  adapter: Adapter
}

const hasTold = ({ told }: Case, { ids }: Taken, ...whats: string[]): boolean =>
  whats.some((what) => [...(told.get(ids[0] ?? '') ?? [])].some((each) => each === what))

/** The provider itself finds it by our id, or by the one we know. */
const isNamed = ({ row }: Case, { ids, outboxId }: Taken): boolean =>
  outboxId === row.id || ids.includes(row.externalId ?? '')

/** What a row says and its provider's record doesn't, each as a sentence; empty: they agree, and nothing was sent twice that may not be. */
export function judge(one: Case): string[] {
  const { row, taken, adapter } = one
  const { status, possibleDouble } = row
  const isOurs = row.class === 'reply' || row.class === 'service'
  const reached = adapter.retriesFailed ? taken.filter((each) => !hasTold(one, each, 'failed')) : taken
  const hasFailed = taken.some((each) => hasTold(one, each, 'failed'))
  // A report that named no id but ours.
  const isUnnamed = row.externalId === null && taken.some((each) => hasTold(one, each, 'hinted'))
  const hasArrived = taken.some((each) => hasTold(one, each, 'delivered', 'read', 'hinted'))
  const wrong: [string, boolean][] = [
    ['is in no known state', !ENDS.has(status)],
    ['has no end', row.settledAt === null],
    ['was sent twice and is not marked', reached.length > 1 && !possibleDouble],
    ['was sent three times', reached.length > 2],
    ['is marked possible double, and nobody waits for it', possibleDouble && !isOurs],
    ['is said to have left, and the provider never had it', HAVE_LEFT.has(status) && taken.length === 0],
    [
      "bears an id that is not the provider's",
      HAVE_LEFT.has(status) && !isUnnamed && !one.ids.has(row.externalId ?? ''),
    ],
    ['left in other words', taken.some(({ text }) => text !== row.text)],
    ['is said not to have left, and has', MUST_NOT_HAVE_LEFT.has(status) && taken.length > 0 && !hasFailed],
    ['is said to have failed, and nobody said so', status === 'failed' && taken.length > 0 && !hasFailed],
    ['is said to have arrived, and nobody said so', (status === 'delivered' || status === 'read') && !hasArrived],
    [
      'has arrived, and the row does not say so',
      status !== 'delivered' &&
        status !== 'read' &&
        taken.some((each) => isNamed(one, each) && hasTold(one, each, 'delivered', 'read')),
    ],
    [
      'is uncertain, and was not sent once more',
      status === 'uncertain' && row.reason === 'unknown' && isOurs && !possibleDouble,
    ],
  ]
  return wrong.flatMap(([what, isSo]) => (isSo ? [`${row.class} ${row.id.slice(-4)} (${status}) ${what}`] : []))
}
