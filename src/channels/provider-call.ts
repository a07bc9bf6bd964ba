/** The part of `fetch` that channels use, so that tests and other run times can put their own in its place. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>

export interface FetchInit {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  redirect?: 'manual'
  signal?: AbortSignal
}

export interface FetchAnswer {
  status: number
  headers: AnswerHeaders
  text(): Promise<string>
}

/** A header by its name, whatever its case; null: not there. */
export type AnswerHeaders = Pick<Headers, 'get'>

export type ProviderAnswer =
  | { type: 'answered'; status: number; headers: AnswerHeaders; body: string }
  /** No connection was made, so nothing can have been sent: safe to try again. */
  | { type: 'unreached'; code: string }
  /** The request may have arrived: a timeout, a broken connection, an answer cut short. */
  | { type: 'lost'; code: string }

/** Node's names for a certificate that was refused: the handshake ends before any request is written. */
const refusedCertificates = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/**
 * One request to a provider, its answer read to the end within `timeoutMs`. Redirects are not followed, so
 * credentials never go to another host. Never throws on what a network may do; codes carry no words of the peer.
 */
export async function callProvider(
  fetch: Fetch,
  url: string,
  init: FetchInit,
  timeoutMs: number,
): Promise<ProviderAnswer> {
  const late = new AbortController()
  // Cleared with the answer: AbortSignal.timeout() would keep the whole call in memory until its time.
  const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs)
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: late.signal })
    return { type: 'answered', status: response.status, headers: response.headers, body: await response.text() }
  } catch (error) {
    return classifyNetworkError(error)
  } finally {
    clearTimeout(timer)
  }
}

function classifyNetworkError(error: unknown): ProviderAnswer {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return { type: 'lost', code: 'timeout' }
  }
  const cause = error instanceof Error ? error.cause : undefined
  const { code, syscall } = systemErrorOf(cause)
  const neverLeft =
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    refusedCertificates.has(code)
  return { type: neverLeft ? 'unreached' : 'lost', code: code === '' ? 'network' : `network_${code.toLowerCase()}` }
}

/** A host with several addresses fails with an AggregateError: every try failed alike, so the first one speaks for all. */
function systemErrorOf(cause: unknown): { code: string; syscall: string } {
  const one = cause instanceof AggregateError ? cause.errors[0] : cause
  if (typeof one !== 'object' || one === null) return { code: '', syscall: '' }
  const code = 'code' in one && typeof one.code === 'string' && /^[A-Z0-9_]+$/.test(one.code) ? one.code : ''
  const syscall = 'syscall' in one && typeof one.syscall === 'string' ? one.syscall : ''
  return { code, syscall }
}

/** Seconds of a `Retry-After` header as milliseconds, else `defaultMs`; at most an hour. Dates (RFC 9110 §10.2.3) give the default. */
export function retryAfterMs(headers: AnswerHeaders, defaultMs: number): number {
  const seconds = /^\d{1,6}$/.exec(headers.get('retry-after')?.trim() ?? '')?.[0]
  return seconds === undefined ? defaultMs : Math.min(Number(seconds) * 1000, 3_600_000)
}
