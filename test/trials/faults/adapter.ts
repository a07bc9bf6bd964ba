import type { Channel, ChannelType, InboundRequest, Urn } from '../../../src/channels/channel.ts'
import type { Fetch } from '../../../src/channels/provider-call.ts'
import type { Program } from '../../../src/conversation/types.ts'
import type { MessageClass } from '../../../src/store/writes.ts'

/** What a provider may tell of a message that it took. */
export type Told = 'sent' | 'delivered' | 'read' | 'failed' | 'echoed'

/** One message that a provider took. */
export interface Taken {
  /** Ids by which we may know it. */
  ids: readonly string[]
  /** Ours, where the provider was given it. */
  outboxId?: string
  text: string
  /** The provider's request that tells this of it; null: it tells no such thing. */
  report(told: Told): InboundRequest | null
}

/** An answer of the provider's own in which it takes nothing. */
export interface Refusal {
  status: number
  body: unknown
}

/** A provider in this process, and our channel to it. */
export interface Provider {
  channel: Channel
  /** What its requests come in by, where that is another one. */
  receiver?: Channel
  /** Everything ever taken, in order. */
  taken(): readonly Taken[]
  refusals: readonly Refusal[]
  /** Reports about nothing that we know: null where it makes no reports. */
  stranger(): InboundRequest | null
  close(): Promise<void>
}

interface ProviderParts {
  now: () => number
  /** What the channel calls, given the way without faults. */
  wire: (ask: Fetch) => Fetch
  /** How long the channel waits for an answer; default: as long as it does in earnest. */
  timeoutMs?: number
}

/** What the trial has to know of a channel. */
export interface Adapter {
  type: ChannelType
  scheme: Channel['scheme']
  addressOf(person: number): Urn
  /** Requests that are no part of sending and never fail here. */
  isSpared?(url: string): boolean
  /** What it carries; default: every class. */
  classes?: readonly MessageClass[]
  /** The texts, where those of the other tests do not do. */
  program?: Program
  /** Told that one has failed it sends again by itself, lawfully: the person did not get that one. */
  retriesFailed?: true
  open(parts: ProviderParts, people: number): Promise<Provider>
}

const phone = (person: number): Urn => `tel:+8491${String(person).padStart(7, '0')}`
/** Of channels to phones. */
export const toPhones = { scheme: 'tel', addressOf: phone } as const
