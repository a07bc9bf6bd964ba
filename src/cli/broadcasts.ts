import { dayOf } from '../conversation/calendar.ts'
import { renderText } from '../conversation/texts.ts'
import type { Program } from '../conversation/types.ts'
import { alertOf, alertText } from '../farm/alerts/alert.ts'
import { type Hold, holdWrite } from '../farm/alerts/hold.ts'
import { reportOf } from '../farm/alerts/report.ts'
import { givenOf, leftSince, uncertainOf } from '../store/queries/broadcast-reports.ts'
import { loadBroadcast, recentBroadcasts } from '../store/queries/broadcasts.ts'
import type { Row } from '../store/writes.ts'
import { givenLine, headOf, paceLine, progressOf, REFUSED, standingLine, takenLine } from './broadcast-report.ts'
import { defineCommand } from './command.ts'
import { secondsOf } from './export/formats.ts'
import { CommandError, type CommandIo, inLanguage, type Message, UsageError } from './io.ts'
import { type Installation, publishedProgram, withInstallation } from './open.ts'

const LISTED = 20
/** The rate is of so long. */
const RATE_MS = 5 * 60_000
/** A slice may be written while we change its broadcast. */
const TRIES = 5
const HOLDS: readonly Hold[] = ['pause', 'resume', 'stop']

/** Shows what is being sent to many, how far it has come and what became of it; pauses it, lets it go on, or stops it. */
export const command = defineCommand(
  {
    line: 'broadcasts [<id> | pause|resume|stop <id>]',
    about: {
      vi: `Cho xem ${LISTED} tin gửi cho nhiều người gần nhất: gửi tới đâu, bao nhiêu phần, bao giờ xong; với mã thì kết quả từng loại. Tạm dừng, gửi tiếp hoặc dừng hẳn một tin.`,
      en: `Shows the last ${LISTED} broadcasts: how far, how many parts, done when; with an id the result by status. Pauses one, lets it go on, or stops it for good.`,
    },
    options: {},
    positionals: [0, 2],
    example: 'mua broadcasts pause 019ab3c2-7f00-7000-8000-000000000001',
  },
  (io, { positionals }) =>
    withInstallation(io, async (installation) => {
      const [first, second] = positionals
      const hold = HOLDS.find((each) => each === first)
      if (first === undefined) return showAll(io, installation)
      if (hold === undefined && second !== undefined)
        throw new UsageError({
          vi: `Chỉ có pause, resume và stop, không có "${first}".`,
          en: `There is pause, resume and stop, no "${first}".`,
        })
      if (hold === undefined) return showOne(io, installation, first)
      if (second === undefined)
        throw new UsageError({
          vi: `Muốn ${hold} tin nào? "mua broadcasts" liệt kê các mã.`,
          en: `Which one should ${hold}? "mua broadcasts" lists their ids.`,
        })
      await change(installation, hold, second)
      return showOne(io, installation, second)
    }),
)

async function find({ store }: Pick<Installation, 'store'>, id: string): Promise<Row<'broadcasts'>> {
  const found = await loadBroadcast(store.db, id)
  if (found !== undefined) return found
  throw new CommandError({
    vi: `Không có tin nào mang mã "${id}": "mua broadcasts" liệt kê các mã.`,
    en: `No broadcast has the id "${id}": "mua broadcasts" lists them.`,
  })
}

async function change(installation: Installation, hold: Hold, id: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const write = holdWrite(await find(installation, id), hold)
    if (write === null) throw new CommandError(REFUSED[hold])
    const written = await installation.store.commit({ writes: [write] })
    if (written.type === 'committed') return
    if (written.type !== 'conflict') break
  }
  throw new CommandError({ vi: 'Chưa ghi được: thử lại sau.', en: 'It could not be written: try again.' })
}

async function showAll(io: CommandIo, installation: Installation): Promise<number> {
  const found = await recentBroadcasts(installation.store.db, LISTED)
  if (found.length === 0) {
    const none = { vi: 'Chưa gửi tin nào cho nhiều người.', en: 'Nothing has been sent to many yet.' }
    io.write(`${inLanguage(io, none)}\n`)
    return 0
  }
  const program = await publishedProgram(installation)
  for (const broadcast of found) await showHead(io, installation, program, broadcast)
  return 0
}

/** Four lines: which and how it stands, its words, how far, how fast. */
async function showHead(io: CommandIo, installation: Installation, program: Program, broadcast: Row<'broadcasts'>) {
  const { store, clock, config } = installation
  const say = (message: Message, indent = '  ') => io.write(`${indent}${inLanguage(io, message)}\n`)
  const now = clock()
  const report = await reportOf(store.db, broadcast)
  const given = await givenOf(store.db, broadcast.id)
  say(headOf(broadcast, report), '')
  const options = { locale: 'vi', form: 'zalo', today: dayOf(now), saoM2: config.saoM2, operator: '' } as const
  io.write(`  "${renderText(program, alertText(alertOf(broadcast)), options)}"\n`)
  say(progressOf(broadcast, report))
  say(givenLine(given))
  const begun = Math.max(now - RATE_MS, broadcast.confirmedAt ?? now)
  const perMs = begun < now ? (await leftSince(store.db, broadcast.id, begun)) / (now - begun) : 0
  const pace = broadcast.status === 'paused' ? null : paceLine(perMs, report.waiting, now)
  if (pace !== null) say(pace)
  return { report, given }
}

async function showOne(io: CommandIo, installation: Installation, id: string): Promise<number> {
  const broadcast = await find(installation, id)
  const { report, given } = await showHead(io, installation, await publishedProgram(installation), broadcast)
  for (const each of report.standings) io.write(`${standingLine(each)}\n`)
  for (const each of given) io.write(`${inLanguage(io, takenLine(each))}\n`)
  for (const { id: row, channel, leftAt } of await uncertainOf(installation.store.db, broadcast.id))
    io.write(`  uncertain  ${row}  ${channel ?? '-'}  ${leftAt === null ? '-' : secondsOf(leftAt)}\n`)
  return 0
}
