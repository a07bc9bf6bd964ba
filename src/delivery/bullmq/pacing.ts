import type { Redis } from 'ioredis'
import type { Channel, Pace } from '../../channels/channel.ts'
import { BURST_MS, HORIZON_MS, MOST_WIDENED, NARROWING } from '../limits.ts'
import { isUrgent, type Pacing } from '../pacing.ts'

// The rules of ../pacing.ts, taken in one step by the clock of Redis: all processes share one account.
const TAKE = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local nextAt = tonumber(redis.call('hget', KEYS[1], 'nextAt') or '0')
  local widened = tonumber(redis.call('hget', KEYS[1], 'widened') or '1')
  local from = math.max(nextAt, now - ${BURST_MS})
  local waitMs = math.max(0, from - now)
  if ARGV[3] == '0' and waitMs > ${HORIZON_MS} then return { 'later', tostring(waitMs - ${HORIZON_MS}) } end
  redis.call('hset', KEYS[1], 'nextAt', tostring(from + ARGV[1] * widened * 1000 / ARGV[2]))
  return { 'granted', tostring(waitMs) }`

const SCALE = `
  local widened = tonumber(redis.call('hget', KEYS[1], 'widened') or '1')
  redis.call('hset', KEYS[1], 'widened', tostring(math.min(${MOST_WIDENED}, math.max(1, widened * ARGV[1]))))`

/** How far apart the parts go must be known to the next process soon, not at every message. */
const NARROW_EVERY = 10
/** Asked again after this while Redis is away. */
const AWAY_MS = 1000

/**
 * One bucket for each account in Redis, for any number of processes. While Redis is away nothing is granted: what is asked again
 * later has lost nothing, and each process alone would give the account its whole rate.
 */
export function createSharedPacing(redis: Redis, prefix: string, pace: Pace): Pacing {
  const keyOf = (channel: Channel): string => `${prefix}:pace:${channel.type}:${channel.scheme}`
  const wired = new Map<Channel, number>()
  // A message that was sent is settled whether or not Redis is there to hear of it.
  const scale = (channel: Channel, by: number) => redis.eval(SCALE, 1, keyOf(channel), by).catch(() => null)
  return {
    async turn(channel, parts, each) {
      const perSecond = pace[channel.type]
      if (perSecond === undefined) return { type: 'granted', waitMs: 0 }
      const said = await redis.eval(TAKE, 1, keyOf(channel), parts, perSecond, isUrgent(each) ? 1 : 0).catch(() => null)
      if (!Array.isArray(said)) return { type: 'later', waitMs: AWAY_MS }
      return { type: said[0] === 'granted' ? 'granted' : 'later', waitMs: Math.ceil(Number(said[1])) }
    },
    async widen(channel) {
      await scale(channel, 2)
    },
    async narrow(channel) {
      const count = (wired.get(channel) ?? 0) + 1
      wired.set(channel, count % NARROW_EVERY)
      if (pace[channel.type] !== undefined && count === NARROW_EVERY) await scale(channel, NARROWING ** NARROW_EVERY)
    },
    async widened(channel) {
      const said = await redis.hget(keyOf(channel), 'widened').catch(() => null)
      return said === null ? 1 : Number(said)
    },
  }
}
