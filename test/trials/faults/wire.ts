import type { Fetch, FetchAnswer, FetchInit } from '../../../src/channels/provider-call.ts'
import type { Timeline } from '../../timeline.ts'
import type { Refusal } from './adapter.ts'

const SECOND_MS = 1000

/** What may become of one request on its way, besides that all goes well. */
const FATES = [
  'refused connection',
  'reset before',
  'reset after',
  'reset, taken late',
  'never answers',
  'never answers, not taken',
  'answers after 5 minutes',
  'answers late',
  'HTML',
  'HTML, not taken',
  '5xx',
  '5xx, taken',
  'cut short',
  'empty',
  '429',
  'refusal',
] as const
type Fate = 'well' | (typeof FATES)[number]

export interface WireOptions {
  random: () => number
  time: Timeline
  /** Waits so many ms, or as long as is sensible where time does not stand still. */
  sleep: (ms: number) => Promise<void>
  /** Part of the requests with which something goes wrong. */
  badness: number
  /** When all are answered 429 (epoch ms). */
  limited: { from: number; to: number }
  isSpared: (url: string) => boolean
  refusals: () => readonly Refusal[]
  /** Called after each request that the provider has had, before it answers. */
  onHad: () => Promise<void>
  /** Called while a request is under way. */
  onWay: () => void
}

/** The way to a provider, on which things go wrong as chance will have it; counts what did. */
export function makeWire(options: WireOptions, counts: Map<string, number>): (ask: Fetch) => Fetch {
  const { random, time, badness, limited, isSpared } = options
  const fateOf = (url: string): Fate => {
    if (isSpared(url)) return 'well'
    if (time.now() >= limited.from && time.now() < limited.to) return '429'
    return random() < badness ? (FATES[Math.floor(random() * FATES.length)] ?? 'well') : 'well'
  }
  return (ask) => async (url, init) => {
    const fate = fateOf(url)
    counts.set(fate, (counts.get(fate) ?? 0) + 1)
    const way = makeWay(options, ask, url, init)
    options.onWay()
    return time.wait(go(fate, way, options))
  }
}

type Way = ReturnType<typeof makeWay>

function makeWay({ time, onHad }: WireOptions, ask: Fetch, url: string, init: FetchInit) {
  const { signal, ...rest } = init
  return {
    /** The provider has the request; its answer. */
    had: () =>
      time.work(async () => {
        const answer = await ask(url, rest)
        await onHad()
        const body = await answer.text()
        return { status: answer.status, headers: answer.headers, text: async () => body }
      }),
    /** We have waited long enough. */
    givenUp: () =>
      new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
  }
}

const answerOf = (status: number, body: unknown, headers: Record<string, string> = {}): FetchAnswer => ({
  status,
  headers: new Headers(headers),
  text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
})
const HTML = '<!doctype html><title>502 Bad Gateway</title>'

/** As Node's fetch fails. */
const broken = (cause: Record<string, string>) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(), cause) })

async function go(fate: Fate, { had, givenUp }: Way, options: WireOptions): Promise<FetchAnswer> {
  const { random, sleep } = options
  const reset = () => broken({ code: 'ECONNRESET', syscall: 'read' })
  switch (fate) {
    case 'well':
      return had()
    case 'refused connection':
      throw broken({ code: 'ECONNREFUSED', syscall: 'connect' })
    case 'reset before':
      throw reset()
    case 'reset after':
      await had()
      throw reset()
    case 'reset, taken late':
      options.time.later(random() * SECOND_MS, had)
      throw reset()
    case 'never answers':
      await had()
      return givenUp()
    case 'never answers, not taken':
      return givenUp()
    case 'answers after 5 minutes': {
      const answer = await had()
      return Promise.race([sleep(300 * SECOND_MS).then(() => answer), givenUp()])
    }
    case 'answers late': {
      const answer = await had()
      return Promise.race([sleep(random() * 12 * SECOND_MS).then(() => answer), givenUp()])
    }
    case 'HTML':
      await had()
      return answerOf(200, HTML)
    case 'HTML, not taken':
      return answerOf(200, HTML)
    case '5xx':
      return answerOf(503, HTML)
    case '5xx, taken':
      await had()
      return answerOf(502, HTML)
    case 'cut short': {
      const answer = await had()
      const body = await answer.text()
      return answerOf(answer.status, body.slice(0, body.length / 2))
    }
    case 'empty': {
      const { status } = await had()
      return answerOf(status, '')
    }
    case '429':
      return answerOf(429, '', random() < 0.5 ? { 'retry-after': '20' } : {})
    case 'refusal': {
      const refusals = options.refusals()
      const { status, body } = refusals[Math.floor(random() * refusals.length)] ?? { status: 500, body: '' }
      return answerOf(status, body)
    }
  }
}
