import { type Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { CLASSES } from '../../store/queries/due-outbox.ts'
import type { MessageClass, Row } from '../../store/writes.ts'

/** What a job stands for: one look at one row, before its next attempt. */
export type Announced = Pick<Row<'outbox'>, 'id' | 'class' | 'attempts' | 'dueAt'>

/** `<outbox id>-<number of the next attempt>`: one that waits already is not put there twice. */
export const jobIdOf = ({ id, attempts }: Pick<Announced, 'id' | 'attempts'>): string => `${id}-${attempts + 1}`
export const rowIdOf = (job: Job): string => (job.id ?? '').replace(/-\d+$/, '')

/** A queue of its own for each class, so that a reply never waits behind a broadcast. */
export type Queues = Record<MessageClass, Queue>

/** Nothing is kept of a job that is done: the outbox says what became of the message. */
const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const

export function openQueues(connection: Redis, prefix: string, onError: (error: Error) => void): Queues {
  const open = (each: MessageClass) => {
    const queue = new Queue(each, { connection, prefix, defaultJobOptions: JOB })
    queue.on('error', onError)
    return queue
  }
  return Object.fromEntries(CLASSES.map((each) => [each, open(each)])) as Queues
}

/** Puts rows of one class in line, in this order; each waits until it is due (epoch ms). Throws where Redis takes none. */
export async function announce(queue: Queue, rows: readonly Announced[], now: number): Promise<void> {
  const jobs = rows.map((row) => ({
    name: 'look',
    data: {},
    opts: { ...JOB, jobId: jobIdOf(row), delay: Math.max(0, row.dueAt - now) },
  }))
  if (jobs.length > 0) await queue.addBulk(jobs)
}
