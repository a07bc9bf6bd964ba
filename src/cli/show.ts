import { answerCells } from '../farm/answer-cells.ts'
import { consentsOfUrn, type Held, heldAbout, messagesOfUrn } from '../store/queries/held.ts'
import { type KnownPerson, loadUrn } from '../store/queries/people.ts'
import { claimsOfUrn } from '../store/queries/phone-claims.ts'
import { entriesOf, ticketsOfUrn } from '../store/queries/tickets.ts'
import { defineCommand } from './command.ts'
import { consentText, hoursText } from './consent-text.ts'
import { secondsOf } from './export/formats.ts'
import type { CommandIo } from './io.ts'
import { type Installation, withInstallation } from './open.ts'
import { knownUrn } from './urn.ts'

/** Shows everything held about a number and its people. */
export const command = defineCommand(
  {
    line: 'show <+84…|zalo:…>',
    about: {
      vi: 'Cho xem mọi điều đang giữ về những người dùng một số hay tài khoản: thông tin, sổ đồng ý, sản lượng, tin nhắn và lý do.',
      en: 'Shows everything held about the people of a number or account: their data, the ledger, reports, messages and why.',
    },
    options: {},
    positionals: [1, 1],
    example: 'mua show +84912345678',
  },
  (io, { positionals: [whom = ''] }) =>
    withInstallation(io, async ({ store }) => {
      const { urn, people, address } = await knownUrn(store, whom)
      const line = lineWriter(io)
      line(0, address, facts({ channel: urn.channel, known_since: time(urn.createdAt), stopped: time(urn.stoppedAt) }))
      await showClaims({ store }, urn.id, line)
      for (const known of people) await showPerson({ store }, known, line)
      const shown = new Set(people.map(({ person }) => person.id))
      line(0, 'ledger of this number, beside theirs', '')
      for (const row of await consentsOfUrn(store.db, urn.id))
        if (!row.personId || !shown.has(row.personId)) line(1, time(row.at), consentText(row))
      await showTickets({ store }, urn.id, line)
      await showMessages({ store }, urn.id, line)
      return 0
    }),
)

type Line = (level: number, head: string | null, rest: string) => void
type Opened = Pick<Installation, 'store'>

const lineWriter =
  ({ write }: CommandIo): Line =>
  (level, head, rest) =>
    write(`${'  '.repeat(level)}${[head, rest].filter(Boolean).join('  ')}\n`)

const time = (at: number | null): string | null => (at === null ? null : secondsOf(at))

/** `name: value` of what is there. */
const facts = (values: Readonly<Record<string, string | number | null | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')

/** Phone numbers that a Zalo user said are theirs. */
async function showClaims({ store }: Opened, urnId: string, line: Line): Promise<void> {
  for (const { at, phone, phoneUrnId, status } of await claimsOfUrn(store.db, urnId)) {
    const sealed = phone ?? (phoneUrnId === null ? null : (await loadUrn(store.db, phoneUrnId))?.urn.address)
    line(1, time(at), `number told ${facts({ number: sealed ? store.keys.open(sealed) : null, status })}`)
  }
}

async function showPerson({ store }: Opened, { person, cooperative }: KnownPerson, line: Line): Promise<void> {
  const { id, name, role, commune, village, locale, consent, containerKg, sensitive, isDemo } = person
  const { advertising, quietHours, quietUntil } = person
  line(0, name ?? 'a person without a name', '')
  line(
    1,
    null,
    facts({ id, role, cooperative: cooperative?.name, commune, village, language: locale, consent, advertising }),
  )
  if (quietHours || quietUntil)
    line(1, null, facts({ quiet: quietHours && hoursText(quietHours), quiet_until: time(quietUntil) }))
  const containers = Object.entries(containerKg ?? {}).map(([unit, kg]) => `${unit} = ${kg} kg`)
  if (containers.length > 0) line(1, null, facts({ containers: containers.join('; ') }))
  if (sensitive) line(1, null, facts({ sensitive: store.keys.open(sensitive) }))
  if (isDemo) line(1, null, 'made for the demonstration')
  showHeld(await heldAbout(store.db, id), line)
}

function showHeld(held: Held, line: Line): void {
  for (const row of held.consents) line(1, time(row.at), consentText(row))
  for (const row of held.yields) {
    const { crop, form, quantityKg, count, unit, volumeL, areaM2, harvestedOn, confirmed, withdrawnAt } = row
    const what = { crop, form, kg: quantityKg, count, unit, litres: volumeL, m2: areaM2, harvested_on: harvestedOn }
    line(1, time(row.recordedAt), `yield ${facts({ ...what, confirmed, withdrawn: time(withdrawnAt) })}`)
  }
  for (const { crop, form, place, day, priceVnd, unit, status, recordedAt } of held.prices)
    line(1, time(recordedAt), `price entered ${facts({ crop, form, place, day, vnd: priceVnd, unit, status })}`)
  for (const { crop, form, thresholdVnd, createdAt, endedAt } of held.subscriptions)
    line(1, time(createdAt), `price wanted ${facts({ crop, form, from_vnd: thresholdVnd, ended: time(endedAt) })}`)
  for (const { survey, values, recordedAt } of held.surveys) {
    const said = answerCells(values).map(({ question, answer, unit }) => [
      question,
      [answer, unit].filter(Boolean).join(' '),
    ])
    line(1, time(recordedAt), `survey "${survey}" ${facts(Object.fromEntries(said))}`)
  }
  for (const { training, startsAt, answer } of held.answers)
    line(1, time(startsAt), `training "${training}": ${answer}`)
}

async function showTickets({ store }: Opened, urnId: string, line: Line): Promise<void> {
  for (const { id, number, kind, status, openedAt } of await ticketsOfUrn(store.db, urnId)) {
    line(0, `ticket ${number}`, facts({ kind, status, opened: time(openedAt) }))
    for (const { at, from, text } of await entriesOf(store.db, id)) line(1, time(at), `${from}: ${text}`)
  }
}

async function showMessages({ store }: Opened, urnId: string, line: Line): Promise<void> {
  line(0, 'messages', '')
  for (const each of await messagesOfUrn(store.db, urnId)) {
    if (each.type === 'in') {
      const { receivedAt, channel, status, error, text } = each.row
      line(1, time(receivedAt), `<- ${text}  [${facts({ channel, status, error })}]`)
      continue
    }
    const { row } = each
    const { channel, status, reason, code, attempts, parts, deadline } = row
    const words = row.text ?? keysOf(row.texts)
    const open = status === 'queued' || status === 'errored' ? { until: time(deadline) } : {}
    const about = { class: row.class, channel, status, reason, code, attempts, parts, ...open, id: row.id }
    line(1, time(row.createdAt), `-> ${words}  [${facts(about)}]`)
  }
}

/** What will be said, by its keys: the words are made when it is sent. */
const keysOf = (texts: unknown): string =>
  Array.isArray(texts) ? texts.map((text: { key?: unknown }) => `{${String(text.key)}}`).join(' ') : ''
