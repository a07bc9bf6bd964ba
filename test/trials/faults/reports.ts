import type { Channel, ChannelEvent, InboundRequest } from '../../../src/channels/channel.ts'
import type { Delivery } from '../../../src/delivery/context.ts'
import { applyEcho, applyStatus } from '../../../src/delivery/statuses.ts'
import { shuffled } from '../../seeded.ts'
import type { Timeline } from '../../timeline.ts'
import type { Provider, Taken, Told } from './adapter.ts'

const MINUTE_MS = 60_000

/** What a provider told of its messages, by the message's first id; `hinted`: in a report that was spoilt, and may have been understood all the same. */
export type ToldOf = Map<string, Set<Told | 'hinted'>>

export interface ReportOptions {
  provider: () => Provider
  delivery: () => Delivery
  time: Timeline
  random: () => number
  /** How many reports are still to come: counted up and down here. */
  pending: { count: number }
}

/** Tells of each message that was taken: before its send returns, later, twice, in any order, of strangers, spoilt, or not at all. */
export function makeReports({ provider, delivery, time, random, pending }: ReportOptions) {
  const told: ToldOf = new Map()
  let seen = 0

  const receive = async (request: InboundRequest): Promise<readonly ChannelEvent[]> => {
    const { channel, receiver = channel } = provider()
    const received = await receiver.receive(request)
    if (received.type === 'refused') return []
    await apply(delivery(), receiver, received.events)
    return received.events
  }
  const note = ({ ids }: Taken, what: Told | 'hinted') =>
    told.set(ids[0] ?? '', (told.get(ids[0] ?? '') ?? new Set()).add(what))
  const tell = async (taken: Taken, what: Told): Promise<void> => {
    const request = taken.report(what)
    if (request === null) return
    note(taken, what)
    await receive(request)
  }
  const tellSpoilt = async (taken: Taken): Promise<void> => {
    const genuine = taken.report('delivered')
    const events = genuine === null ? [] : await receive(spoilt(genuine, random))
    for (const event of events) if (event.type === 'status' && event.status === 'delivered') note(taken, 'hinted')
  }
  const later = (ms: number, task: () => Promise<unknown>): void => {
    pending.count += 1
    time.later(ms, () => task().finally(() => (pending.count -= 1)))
  }
  const plan = async (taken: Taken): Promise<void> => {
    for (const { what, inMs } of draw(random)) {
      if (inMs === 0) await tell(taken, what)
      else later(inMs, () => tell(taken, what))
    }
    const stranger = provider().stranger()
    if (stranger !== null && random() < 0.2) later(random() * MINUTE_MS, () => receive(stranger))
    if (random() < 0.2) later(random() * MINUTE_MS, () => tellSpoilt(taken))
  }
  return {
    told,
    /** Looks for what was taken since, and plans what is told of it; resolves when what is told at once has been. */
    look: async (): Promise<void> => {
      for (const taken of provider().taken().slice(seen)) {
        seen += 1
        await plan(taken)
      }
    },
  }
}

/** What is told of one message, and when. */
function draw(random: () => number): { what: Told; inMs: number }[] {
  if (random() < 0.25) return []
  const end: Told[] = random() < 0.12 ? ['failed'] : ['delivered', 'read']
  const whats = shuffled<Told>(['echoed', 'sent', ...end], random).filter(() => random() < 0.75)
  const all = random() < 0.3 ? [...whats, ...whats] : whats
  const isEarly = random() < 0.3
  return all.map((what) => ({ what, inMs: isEarly && random() < 0.5 ? 0 : lateness(random) }))
}

/** Mostly seconds, at times hours. */
const lateness = (random: () => number): number =>
  1 + Math.floor(random() < 0.8 ? random() * 20_000 : random() * 180 * MINUTE_MS)

function spoilt({ url, body, ...rest }: InboundRequest, random: () => number): InboundRequest {
  const cut = new URL(url)
  const names = [...cut.searchParams.keys()]
  cut.searchParams.delete(names[Math.floor(random() * names.length)] ?? '')
  return { ...rest, url: cut, body: body.slice(0, Math.floor(random() * body.length)) }
}

async function apply(delivery: Delivery, channel: Channel, events: readonly ChannelEvent[]): Promise<void> {
  for (const event of events) {
    if (event.type === 'status') await applyStatus(delivery, event.by ?? channel.type, event)
    if (event.type === 'echoed') await applyEcho(delivery, channel.type, event)
  }
}
