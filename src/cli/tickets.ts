import { renderValue } from '../conversation/texts.ts'
import { loadPerson, loadUrn } from '../store/queries/people.ts'
import { entriesOf, lastTickets, openTickets } from '../store/queries/tickets.ts'
import type { Row } from '../store/writes.ts'
import { defineCommand } from './command.ts'
import { isoOf } from './export/formats.ts'
import { inLanguage } from './io.ts'
import { type Installation, publishedProgram, withInstallation } from './open.ts'

const LISTED = 200
const STATUSES = {
  open: { vi: 'chờ trả lời', en: 'open' },
  answered: { vi: 'đã trả lời', en: 'answered' },
  closed: { vi: 'đã đóng', en: 'closed' },
} as const

/** Lists tickets with what was written in them. */
export const command = defineCommand(
  {
    line: 'tickets [--all]',
    about: {
      vi: 'Liệt kê những câu bà con hỏi cán bộ mà chưa ai trả lời.',
      en: 'Lists what farmers have asked a person and nobody has answered yet.',
    },
    options: {
      all: {
        type: 'boolean',
        default: false,
        about: {
          vi: `${LISTED} phiếu gần nhất, cả phiếu đã trả lời`,
          en: `the last ${LISTED}, answered ones too`,
        },
      },
    },
    positionals: [0, 0],
    example: 'mua tickets --all',
  },
  (io, { values }) =>
    withInstallation(io, async (installation) => {
      const { db } = installation.store
      const tickets = values.all ? await lastTickets(db, LISTED) : await openTickets(db)
      if (tickets.length === 0) {
        const none = { vi: 'Không có phiếu nào chờ trả lời.', en: 'No ticket waits for an answer.' }
        io.write(`${inLanguage(io, none)}\n`)
        return 0
      }
      for (const ticket of tickets) {
        const { number, status, openedAt, id } = ticket
        const opened = isoOf(openedAt).slice(0, 16).replace('T', ' ')
        io.write(`${number}  ${opened}  ${inLanguage(io, STATUSES[status])}  ${await whose(installation, ticket)}\n`)
        for (const { from, text } of await entriesOf(db, id)) io.write(`    ${from === 'farmer' ? '<' : '>'} ${text}\n`)
      }
      return 0
    }),
)

/** Name, place and number of who asks, as far as they are known. */
async function whose(installation: Installation, { personId, urnId }: Row<'tickets'>): Promise<string> {
  const { db, keys } = installation.store
  const known = personId ? await loadPerson(db, personId) : undefined
  const urn = (await loadUrn(db, urnId))?.urn
  const commune = known?.person.commune
  const options = { locale: 'vi', form: 'zalo', today: '', saoM2: installation.config.saoM2, operator: '' } as const
  const place = commune ? renderValue(await publishedProgram(installation), { place: commune }, options) : null
  return [known?.person.name, place, urn && keys.open(urn.address)].filter(Boolean).join(', ')
}
