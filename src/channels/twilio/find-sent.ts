import type { Lookup, OutboundMessage } from '../channel.ts'
import { messagesPath, numberOf, type TwilioApi } from './api.ts'
import { listPageSize, maxListPages } from './constants.ts'
import { readListPage } from './list.ts'

/** Clocks that differ, and Twilio's dates, which are whole seconds. */
const clockSkewMs = 60_000

interface Search {
  text: string
  /** Epoch ms; older messages are not meant. */
  since: number
  isTaken: (externalId: string) => Promise<boolean>
}

/**
 * Looks through Twilio's list for a message with this text to this number, made since the first attempt and not
 * known as another of ours. The list by day of sending is short, but a message still in Twilio's queue has no such
 * day: so the newest ones are looked at without it, too.
 */
export async function findSentTwilio(
  api: TwilioApi,
  message: OutboundMessage,
  firstTriedAt: number,
  isTaken: (externalId: string) => Promise<boolean>,
): Promise<Lookup> {
  const to = numberOf(message)
  if (to === null) return { type: 'absent' }
  const search: Search = { text: message.text.trim(), since: firstTriedAt - clockSkewMs, isTaken }
  const path = messagesPath(api.config)
  const filters = { To: to, PageSize: String(listPageSize) }
  const day = new Date(search.since).toISOString().slice(0, 10)
  const sent = await lookThrough(api, `${path}?${new URLSearchParams({ ...filters, 'DateSent>': day })}`, search)
  if (sent.type !== 'absent') return sent
  const newest = await readPage(api, `${path}?${new URLSearchParams(filters)}`, search)
  return newest.lookup
}

async function lookThrough(api: TwilioApi, firstPath: string, search: Search): Promise<Lookup> {
  let path: string | null = firstPath
  for (let page = 0; page < maxListPages && path !== null; page += 1) {
    const { lookup, nextPath } = await readPage(api, path, search)
    if (lookup.type !== 'absent') return lookup
    path = nextPath
  }
  return { type: path === null ? 'absent' : 'unknown' }
}

async function readPage(
  api: TwilioApi,
  path: string,
  { text, since, isTaken }: Search,
): Promise<{ lookup: Lookup; nextPath: string | null }> {
  const page = await readListPage(api, path)
  if (page.type === 'failed') return { lookup: { type: 'unknown' }, nextPath: null }
  for (const { sid, body, direction, date_created: madeAt } of page.messages) {
    const isMeant =
      body?.trim() === text && direction?.startsWith('outbound') === true && Date.parse(madeAt ?? '') >= since
    if (isMeant && !(await isTaken(sid))) return { lookup: { type: 'found', externalId: sid }, nextPath: null }
  }
  return { lookup: { type: 'absent' }, nextPath: page.nextPath }
}
