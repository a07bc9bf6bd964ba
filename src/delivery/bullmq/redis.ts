import { Redis } from 'ioredis'

/** The version BullMQ is made for; older ones lack commands it uses. */
const LEAST_VERSION = [6, 2] as const
/** A command waits so long for an answer; a new connection so long to stand. */
const COMMAND_MS = 5000
const CONNECT_MS = 5000
/** Between two tries to connect, at most. */
const RETRY_MS = 2000

/** What is wrong with Redis, in a word; `gone`: it does not answer. */
export type RedisTrouble = 'gone' | 'full' | 'read_only' | 'replica' | 'old' | 'evicts' | 'refuses'

/** A sentence for the operator. */
export const TROUBLES: Record<RedisTrouble, string> = {
  gone: 'Redis does not answer: messages are kept and go out when it is back',
  full: 'Redis is full (maxmemory): messages are kept and go out when it has room; give it more memory',
  read_only: 'Redis takes no writes: look at its disk and its log (stop-writes-on-bgsave-error)',
  replica: 'REDIS_URL names a replica: give the address of the master',
  old: `Redis is older than ${LEAST_VERSION.join('.')}: upgrade it`,
  evicts: 'Redis may throw jobs away (maxmemory-policy): set it to noeviction',
  refuses: 'Redis refuses commands: its log says why',
}

/** A connection whose commands fail soon while Redis is away, and that comes back by itself. */
export function connect(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(times * 100, RETRY_MS),
  })
}

/** What BullMQ's workers need: they wait for Redis as long as it takes. */
export const connectWorker = (url: string): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(times * 100, RETRY_MS),
  })

/** What no wait mends, looked for at the start: null also for a Redis that does not answer yet. */
export async function findLastingTrouble(url: string): Promise<'old' | 'replica' | null> {
  const redis = connect(url)
  redis.on('error', () => undefined)
  try {
    const trouble = await findTrouble(redis)
    return trouble === 'old' || trouble === 'replica' ? trouble : null
  } catch {
    return null
  } finally {
    redis.disconnect()
  }
}

/** What is wrong with a Redis that answers, by what it says of itself; null: nothing. Throws where it does not answer. */
export async function findTrouble(redis: Pick<Redis, 'info'>): Promise<RedisTrouble | null> {
  const said = new Map((await redis.info()).split(/\r?\n/).map((line) => split(line)))
  if (isOlder(said.get('redis_version') ?? '')) return 'old'
  if (said.get('role') === 'slave') return 'replica'
  const policy = said.get('maxmemory_policy')
  return policy !== undefined && policy !== 'noeviction' && said.get('maxmemory') !== '0' ? 'evicts' : null
}

const split = (line: string): [string, string] => {
  const at = line.indexOf(':')
  return [line.slice(0, at), line.slice(at + 1)]
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = LEAST_VERSION
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}

/** What an error of a command says is wrong, by the words Redis begins its errors with. */
export function troubleOf(error: unknown): RedisTrouble {
  const text = String(error instanceof Error ? error.message : error)
  if (/\bOOM\b/.test(text)) return 'full'
  if (/\bMISCONF\b/.test(text)) return 'read_only'
  if (/\bREADONLY\b/.test(text)) return 'replica'
  return /\b(NOAUTH|WRONGPASS|NOPERM|ERR)\b/.test(text) ? 'refuses' : 'gone'
}
