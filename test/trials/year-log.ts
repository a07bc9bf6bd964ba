/** What happened in a simulated year, as those who made it happen know it: what the checker judges by. Nothing of the service is in here. */

/** What somebody said or wrote down about a number, when it took effect (epoch ms). */
export type Said = { at: number; number: string } & (
  | { type: 'agreed' | 'refused' | 'stopped' | 'started' | 'ads_agreed' | 'ads_refused' | 'listed' | 'unlisted' }
  | { type: 'asked' }
  /** No message of ours before that instant; 0: the rest is over. */
  | { type: 'rest'; until: number }
  /** Minutes of the day, from and before; null: none any more. */
  | { type: 'quiet'; hours: { from: number; to: number } | null }
)

/** `ticket`: a person's answer to what was asked. */
export type Kind = 'reply' | 'ticket' | 'service' | 'reminder' | 'broadcast'

/** A message as it reached a provider. */
export interface Arrived {
  at: number
  id: string
  number: string
  kind: Kind
  /** Those who had it sent call it advertising. */
  isAd: boolean
  /** From a registered name or account, not from a number. */
  isByName: boolean
  form: 'sms' | 'zalo'
  text: string
  /** The message that this one goes another way for; its own id where it is the first. */
  first: string
  /** null: it is of no broadcast. */
  broadcastId: string | null
}

/** What a provider took and the outbox knows nothing of. */
interface Stray {
  at: number
  number: string
  text: string
}

/** A message that reached nobody. */
export interface Ended {
  id: string
  number: string
  kind: Kind
  isAd: boolean
  /** When it was written; first of use, and no longer of use (epoch ms). */
  writtenAt: number
  from: number
  until: number
  /** When it was given up. */
  endedAt: number
  status: string
  reason: string
  /** A name or account was there to send advertising to this number. */
  hasName: boolean
}

/** What the project has decided, from an instant on. Days are `YYYY-MM-DD`. */
export interface ProjectRules {
  since: number
  hours: { from: number; to: number }
  most: { day: number; week: number }
  /** Days around Tết on which no broadcast is sent. */
  tet: { before: number; after: number }
  mourning: readonly string[]
}

/** A training that these numbers were to hear of. */
export interface Called {
  id: string
  startsAt: number
  numbers: readonly string[]
}

/** A broadcast that was confirmed, and the numbers that it was to reach. */
export interface Broadcasted {
  id: string
  at: number
  numbers: readonly string[]
}

export interface YearLog {
  said: readonly Said[]
  arrived: readonly Arrived[]
  strays: readonly Stray[]
  ended: readonly Ended[]
  rules: readonly ProjectRules[]
  trainings: readonly Called[]
  broadcasts: readonly Broadcasted[]
  /** Which numbers have a message, sent or ended, of each broadcast. */
  written: ReadonlyMap<string, ReadonlySet<string>>
  /** The number that takes refusals of advertising. */
  refusal: string
}
