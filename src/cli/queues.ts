import { CHANNEL_TYPES } from '../channels/channel.ts'
import { loadPaused, writePaused } from '../delivery/pauses.ts'
import { CLASSES } from '../store/queries/due-outbox.ts'
import { type Depth, queueDepths, type Rate, sentSince } from '../store/queries/queue-depths.ts'
import { defineCommand } from './command.ts'
import { CommandError, type CommandIo, inLanguage, UsageError } from './io.ts'
import { type Installation, withInstallation } from './open.ts'

const MINUTE_MS = 60_000
/** Rates are of so many minutes. */
const RATE_MINUTES = 5
/** A message is written so long before it is sent, hardly ever longer. */
const WRITTEN_MS = 24 * 60 * MINUTE_MS

/** Shows what waits to be sent, and holds back or lets go a class or a channel. */
export const command = defineCommand(
  {
    line: 'queues [pause|resume <class|channel>]',
    about: {
      vi: 'Cho xem bao nhiêu tin đang chờ gửi, tin chờ lâu nhất, tốc độ từng kênh; tạm dừng hoặc cho gửi lại một loại tin (reply, service, reminder, broadcast) hay một kênh.',
      en: 'Shows how many messages wait to be sent, the oldest, and the rate of each channel; pauses or resumes a class (reply, service, reminder, broadcast) or a channel.',
    },
    options: {},
    positionals: [0, 2],
    example: 'mua queues pause broadcast',
  },
  (io, { positionals }) =>
    withInstallation(io, async (installation) => {
      const [verb, what] = positionals
      if (verb !== undefined) await change(installation, verb, what)
      await show(io, installation)
      return 0
    }),
)

async function change({ store }: Pick<Installation, 'store'>, verb: string, what: string | undefined): Promise<void> {
  if (verb !== 'pause' && verb !== 'resume')
    throw new UsageError({
      vi: `Chỉ có pause và resume, không có "${verb}".`,
      en: `There is pause and resume, no "${verb}".`,
    })
  const known: readonly string[] = [...CLASSES, ...CHANNEL_TYPES]
  if (what === undefined || !known.includes(what))
    throw new UsageError({
      vi: `Muốn ${verb} gì? Có: ${known.join(', ')}.`,
      en: `What should ${verb}? There are ${known.join(', ')}.`,
    })
  const paused = (await loadPaused(store)).filter((each) => each !== what)
  const written = await store.commit({ writes: writePaused(verb === 'pause' ? [...paused, what] : paused) })
  if (written.type !== 'committed')
    throw new CommandError({ vi: 'Chưa ghi được: thử lại sau.', en: 'It could not be written: try again.' })
}

async function show(io: CommandIo, { store, clock }: Pick<Installation, 'store' | 'clock'>): Promise<void> {
  const now = clock()
  const paused = await loadPaused(store)
  const mark = (what: string) => (paused.includes(what) ? `  ${inLanguage(io, PAUSED)}` : '')
  const depths = await queueDepths(store.db, now)
  for (const each of CLASSES) {
    const depth = depths.find((one) => one.class === each)
    io.write(`${each.padEnd(10)}${inLanguage(io, waiting(depth, now))}${mark(each)}\n`)
  }
  const rates = await sentSince(store.db, now - RATE_MINUTES * MINUTE_MS, idFrom(now - WRITTEN_MS))
  const named = new Set([...rates.map(({ channel }) => channel), ...paused.filter((each) => !isClass(each))])
  for (const channel of [...named].sort())
    io.write(
      `${channel.padEnd(10)}${inLanguage(io, rate(rates.find((one) => one.channel === channel)))}${mark(channel)}\n`,
    )
}

const isClass = (what: string): boolean => CLASSES.some((each) => each === what)

const PAUSED = { vi: 'ĐANG TẠM DỪNG', en: 'PAUSED' }

function waiting(depth: Depth | undefined, now: number) {
  const { due = 0, sending = 0, later = 0, oldestDueAt = null } = depth ?? {}
  const seconds = oldestDueAt === null ? 0 : Math.max(0, Math.round((now - oldestDueAt) / 1000))
  const late =
    oldestDueAt === null
      ? { vi: '', en: '' }
      : { vi: `, lâu nhất ${seconds} giây`, en: `, the oldest for ${seconds} s` }
  return {
    vi: `${due} tin tới lượt${late.vi}, ${sending} đang gửi, ${later} hẹn sau`,
    en: `${due} due${late.en}, ${sending} being sent, ${later} later`,
  }
}

function rate({ messages, parts }: Pick<Rate, 'messages' | 'parts'> = { messages: 0, parts: 0 }) {
  const each = (count: number) => (count / RATE_MINUTES).toFixed(1)
  return {
    vi: `${each(messages)} tin, ${each(parts)} phần một phút (${RATE_MINUTES} phút qua)`,
    en: `${each(messages)} messages, ${each(parts)} parts a minute (of the last ${RATE_MINUTES})`,
  }
}

/** The least UUIDv7 of an instant. */
function idFrom(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
