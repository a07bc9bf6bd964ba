import type { Channel } from '../channels/channel.ts'
import { piecesOf } from '../conversation/pieces.ts'
import { asWords } from '../conversation/texts.ts'
import { insert, type Row, updateOne } from '../store/writes.ts'
import type { Delivery } from './context.ts'

/**
 * A row whose words are longer than one message becomes several, in their order, in one commit: each goes, is retried, paid for and
 * reported by itself, and none is lost where we die between two. What it asks and its buttons go with the last. False: it is not
 * too long, or was tried before.
 */
export async function partRow(
  { store, ids, log }: Pick<Delivery, 'store' | 'ids' | 'log'>,
  row: Row<'outbox'>,
  form: Channel['form'],
  words: string,
): Promise<boolean> {
  if ((row.attempts > 0 && row.reason !== 'next_rung') || form === 'template' || row.advertising) return false
  const [first, ...others] = piecesOf(words, form).map((piece) => [asWords(piece)])
  if (others.length === 0) return false
  const { urnId, personId, class: each, locale, revision, replyTo, ticketId, dueAt, deadline, createdAt } = row
  const { question, choices, rungOf, possibleDouble, decisions, broadcastId, trainingId } = row
  const like = {
    urnId,
    personId,
    class: each,
    locale,
    revision,
    replyTo,
    ticketId,
    dueAt,
    deadline,
    createdAt,
    ...{ rungOf, possibleDouble, decisions, broadcastId, trainingId },
  }
  const more = others.map((texts, index) => {
    const asks = index === others.length - 1 ? { question, choices } : { choices: [] }
    return insert('outbox', {
      ...like,
      ...asks,
      id: ids(),
      texts,
      status: 'queued',
      onceKey: pieceKey(row.id, index + 2),
    })
  })
  const asItWas = { id: row.id, status: row.status, fence: row.fence }
  const written = await store.commit({
    writes: [updateOne('outbox', asItWas, { texts: first, question: null, choices: [] }), ...more],
  })
  if (written.type === 'refused') log.error({ outboxId: row.id, reason: written.reason }, 'row_not_parted')
  // Else it is as it was, for the next look.
  return written.type !== 'refused'
}

const pieceKey = (id: string, number: number): string => `${id}/${number}`

/** Whether a row is a piece, from the second on, of one that was parted. */
export const isPiece = (onceKey: string | null): boolean => onceKey !== null && /\/\d+$/.test(onceKey)
