import type { Channel } from '../channels/channel.ts'
import { WRITABLE_MS } from '../conversation/costs.ts'
import { NEVER_QUIET, openingFor, type Quiet } from '../conversation/opening.ts'
import type { SendingRules } from '../conversation/sending-rules.ts'
import type { Decided } from '../store/schema/outbox.ts'
import type { Row } from '../store/writes.ts'
import { CLIMB_STEP_MS, HURRIED_MS, LEAST_CLIMB_MS } from './limits.ts'
import { channelFor } from './route.ts'

/** One way to a person: an address of theirs, and the channel that carries the message there. */
export interface Rung {
  urn: Row<'urns'>
  channel: Channel
  /** It carries texts to this phone, but the person knows us by another number: only where that one fails. */
  isStandIn?: true
}

/** What is kept of a rung that did not lead to them. */
export const rungName = ({ urn, channel }: Rung): string => `${channel.type} ${urn.id}`

/** Whether the cheapest way is looked for: what we start does; an answer, a person's too, goes back where the question came from. A question belongs to the talk of one address. */
export const isLaddered = ({ class: each, ticketId, personId, question }: Row<'outbox'>): boolean =>
  each !== 'reply' && ticketId === null && personId !== null && question === null

/** The rungs that have not led to them, as {@link rungName} has them. */
export const closedRungs = (decisions: readonly Decided[] | null): string[] =>
  (decisions ?? []).flatMap(({ does, rung }) => (does === 'climbs' && rung !== undefined ? [rung] : []))

/** Every way to these addresses that is open at `now` (epoch ms) as far as we know, by address in the order given; none to one who stopped. */
export function rungsTo(
  urns: readonly Row<'urns'>[],
  channels: readonly Channel[],
  { isDemo, now }: { isDemo: boolean; now: number },
): Rung[] {
  return urns.flatMap((urn) => {
    if (urn.stoppedAt !== null) return []
    const own = channelFor(channels, urn, isDemo)
    const direct = own !== null && !isClosed(urn, own, now) ? [{ urn, channel: own }] : []
    if (isDemo || urn.channel === 'simulator' || urn.channel === 'zalo-bot') return direct
    const others = channels.filter(({ scheme, type }) => scheme === urn.scheme && type !== own?.type)
    const templates = others.filter(({ form }) => form === 'template').map((channel) => ({ urn, channel }))
    const standIns = others
      .filter((channel) => channel.standsIn)
      .map((channel): Rung => ({ urn, channel, isStandIn: true }))
    return [...direct, ...templates, ...standIns]
  })
}

/** The account may write in free words only to who wrote to it in the last 7 days (zalo.md §2.6): it would refuse. */
const isClosed = ({ lastInboundAt }: Row<'urns'>, { type }: Channel, now: number): boolean =>
  type === 'zalo' && (lastInboundAt === null || now - lastInboundAt > WRITABLE_MS)

export interface Weighed extends Rung {
  /** What the message costs this way, in đồng. */
  vnd: number
  /** Its channel has failed of late, or this address has kept silent: used only where nothing else is left. */
  isDoubtful: boolean
}

/** The best way first: the cheapest; with so little time left that a second way could not be tried, what reaches every phone. `leftMs`: to the deadline. */
export function inOrder(rungs: readonly Weighed[], leftMs: number): Weighed[] {
  const isHurried = leftMs < HURRIED_MS
  const rank = ({ isDoubtful, isStandIn, channel }: Weighed) =>
    Number(isDoubtful) * 4 + Number(isStandIn ?? false) * 2 + (isHurried ? Number(channel.form !== 'sms') : 0)
  return rungs.toSorted((a, b) => rank(a) - rank(b) || a.vnd - b.vnd)
}

/**
 * When another way is tried for want of a receipt: at half the time from `from` to the deadline; where nothing may be started then and it would be too
 * late afterwards, as late before as it may. null: there is no time for it.
 */
export function climbTime(
  { class: each, deadline }: Pick<Row<'outbox'>, 'class' | 'deadline'>,
  from: number,
  rules: SendingRules,
  person: Quiet = NEVER_QUIET,
): number | null {
  const half = from + Math.floor((deadline - from) / 2)
  const isOpen = (at: number) => openingFor(rules, person, at, each === 'broadcast').type === 'open'
  const opening = openingFor(rules, person, half, each === 'broadcast')
  if (opening.type === 'closed' && opening.opensAt > deadline - LEAST_CLIMB_MS) {
    for (let at = half; at > from; at -= CLIMB_STEP_MS) if (isOpen(at)) return at
    return null
  }
  return half > deadline - LEAST_CLIMB_MS ? null : half
}
