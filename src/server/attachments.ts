import { z } from 'zod'
import type { Keys } from '../store/crypto.ts'
import { wantedAttachments } from '../store/queries/attachments.ts'
import type { Store } from '../store/store.ts'
import { insert, type Row, update, type Write } from '../store/writes.ts'
import type { Attempt, IntakeOptions, Message } from './intake.ts'
import type { Log } from './log.ts'

/** Files that farmers send: wanted in the commit of their message, fetched at once, for a provider's links die soon. */

const MAX_BYTES = 5 * 1024 * 1024
/** For one file, its redirects included. */
const TIMEOUT_MS = 20_000
/** Files fetched at the same time, and of these from one host: a slow one leaves room for the others. */
const MAX_AT_ONCE = 4
const MAX_OF_HOST = 2
/** After this a round begins no other file, so that it ends soon. */
const ROUND_MS = 10_000
const MAX_LOOKED_AT = 100
const RETRY_MS = 15_000
/** Zalo's links are said to die after about 30 minutes. */
const MAX_TRIES = 8
const MAX_REDIRECTS = 3
const TYPES = /^(image\/(jpeg|png|gif|webp|heic)|audio\/[\w.+-]+|video\/(mp4|3gpp|quicktime)|application\/pdf)$/

const ZALO_HOSTS = ['.zdn.vn', '.zadn.vn', '.zalo.me']
/** Hosts that each provider serves files from: nothing else is ever fetched. */
const MEDIA_HOSTS: Readonly<Record<string, readonly string[]>> = {
  zalo: ZALO_HOSTS,
  'zalo-bot': ZALO_HOSTS,
  twilio: ['.twilio.com', '.twiliocdn.com'],
}

const stored = z.array(z.object({ type: z.string(), url: z.string().optional() }))

/** What came with a message, fresh or kept. */
export function attachmentsOf(keys: Keys, source: Message | Row<'messages'>): z.infer<typeof stored> {
  const { attachments } = source
  if (attachments === null) return []
  return Array.isArray(attachments) ? attachments : stored.parse(JSON.parse(keys.open(attachments)))
}

/** The rows of what is to be fetched. */
export function attachmentWrites(options: IntakeOptions, it: Attempt, messageId: string, now: number): Write[] {
  const { store, newId } = options
  const source = it.message ?? it.row
  const files = source ? attachmentsOf(store.keys, source) : []
  return files.flatMap(({ type, url }) =>
    url === undefined || type === 'sticker' || type === 'link'
      ? []
      : [
          insert('attachments', {
            id: newId(),
            messageId,
            type,
            url: store.keys.seal(url),
            status: 'wanted',
            nextTryAt: now,
            at: now,
          }),
        ],
  )
}

export interface FetchOptions {
  store: Store
  fetch: typeof fetch
  clock(): number
  log: Log
  /** Hosts allowed besides: those of stand-ins. */
  extraHosts?: readonly string[]
  /** What a provider's own address asks for in `Authorization`, by origin; nobody else is ever told it. */
  authorizations?: Readonly<Record<string, string>>
  /** Channel of a message, to know whose hosts may serve it. */
  channelOf(messageId: string): Promise<string | undefined>
}

/** Fetches what is wanted and due, several at once; what comes meanwhile too. Each at most once a call. */
export async function fetchAttachments(options: FetchOptions): Promise<void> {
  const { store, clock } = options
  const active = new Map<string, { host: string; done: Promise<void> }>()
  const begun = new Set<string>()
  const errors: unknown[] = []
  const endAt = clock() + ROUND_MS
  for (;;) {
    const rows = clock() < endAt ? await wantedAttachments(store.db, clock(), MAX_LOOKED_AT) : []
    for (const row of rows) {
      const url = row.url ? store.keys.open(row.url) : ''
      const host = hostOf(url)
      const isHostBusy = [...active.values()].filter((other) => other.host === host).length >= MAX_OF_HOST
      if (active.size === MAX_AT_ONCE || isHostBusy || begun.has(row.id)) continue
      begun.add(row.id)
      const done = fetchInto(options, row, url)
        .catch((error: unknown) => void errors.push(error))
        .finally(() => active.delete(row.id))
      active.set(row.id, { host, done })
    }
    if (active.size === 0) break
    await Promise.race([...active.values()].map(({ done }) => done))
  }
  if (errors.length > 0) throw errors[0]
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

async function fetchInto(options: FetchOptions, row: Row<'attachments'>, url: string): Promise<void> {
  const set = await fetchOne(options, row, url)
  await options.store.commit({ writes: [update('attachments', { id: row.id }, set)] })
}

type Change = Partial<Row<'attachments'>>

async function fetchOne(options: FetchOptions, row: Row<'attachments'>, url: string): Promise<Change> {
  const { store, clock, log, channelOf } = options
  const channel = (await channelOf(row.messageId)) ?? ''
  if (!isAllowed(url, channel, options.extraHosts ?? [])) return failed('host')
  try {
    const response = await follow(options, url, channel)
    if (response === 'host') return failed('host')
    const contentType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (response.status === 404 || response.status === 403 || response.status === 410)
      return failed(`http_${response.status}`)
    if (!response.ok) return again(row, clock(), `http_${response.status}`)
    if (!TYPES.test(contentType)) return failed('type')
    const data = await readLimited(response)
    if (!data) return failed('too_large')
    return {
      status: 'fetched',
      contentType,
      bytes: data.length,
      data: store.keys.sealBytes(data),
      url: null,
      nextTryAt: null,
    }
  } catch (error) {
    log.warn({ attachmentId: row.id, error: error instanceof Error ? error.name : 'unknown' }, 'attachment not fetched')
    return again(row, clock(), 'network')
  }
}

/** Providers send on to the hosts of their files: a few times, and only to hosts that are theirs. */
async function follow(options: FetchOptions, first: string, channel: string): Promise<Response | 'host'> {
  let url = first
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const authorization = options.authorizations?.[new URL(url).origin]
    const headers = authorization === undefined ? {} : { authorization }
    const response = await options.fetch(url, { redirect: 'manual', signal, headers })
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (location === null) return response
    url = new URL(location, url).href
    if (!isAllowed(url, channel, options.extraHosts ?? [])) return 'host'
  }
  return 'host'
}

const failed = (code: string): Change => ({ status: 'failed', code, url: null, nextTryAt: null })

const again = (row: Row<'attachments'>, now: number, code: string): Change =>
  row.attempts + 1 >= MAX_TRIES
    ? failed(code)
    : { attempts: row.attempts + 1, nextTryAt: now + RETRY_MS * 2 ** Math.min(row.attempts, 5), code }

function isAllowed(url: string, channel: string, extraHosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, host } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return false
  return extraHosts.includes(host) || (MEDIA_HOSTS[channel] ?? []).some((suffix) => `.${hostname}`.endsWith(suffix))
}

/** The body, up to the limit; null: there is more. */
async function readLimited(response: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
