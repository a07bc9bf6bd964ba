import type { MessageClass } from '../store/writes.ts'

/** Every limit of delivery, in one place. */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** How long a worker holds a row without renewing; after a crash nobody touches the row for so long. */
export const LEASE_MS = 30 * SECOND_MS
/** Sends under way at once. */
export const CONCURRENCY = 64
/** Of these, kept free of reminders and broadcasts, so that a reply never waits for a slow one. */
export const RESERVED_FOR_REPLIES = 16
/** A row that could not be handled or written is left alone for so long: it must not hold up the others. */
export const STUCK_MS = 2 * SECOND_MS
/** How often the outbox is looked at when nobody wakes us: rows that come due, and rows of other processes. */
export const POLL_MS = 250
/**
 * Rows that come so close together are taken into hand together, and their leases and results wait so long for a commit to
 * go along with. Where we die before a result is written, the next worker asks the provider.
 */
export const GATHER_MS = 20
/** Sends of one process under way at once where BullMQ says what to look at, by class: replies have their own, whatever else goes on. */
export const SHARES: Record<MessageClass, number> = { reply: 32, service: 16, reminder: 8, broadcast: 24 }
/** Rows of one class that Redis holds at most, beside those that just came: the rest of a broadcast waits in the outbox. */
export const WINDOW = 2000
/** How often the outbox is looked at for what Redis does not have. */
export const FEED_MS = SECOND_MS
/** One process looks for all; where it dies, another after this. */
export const FEED_LEASE_MS = 3 * SECOND_MS
/** A job is believed to be there so long after it was put there. */
export const ANNOUNCED_MS = 30 * SECOND_MS
/** A row that has to wait for another to the same address looks again after this. */
export const BUSY_MS = 100
/** What we start is granted its turn so long ahead at most: a reply waits no longer behind it. */
export const HORIZON_MS = 50
/** An account that was idle may be given so much of its rate at once. */
export const BURST_MS = SECOND_MS
/** How much further apart than agreed the parts of an account go at most, and by how much nearer again with each that it takes. */
export const MOST_WIDENED = 16
export const NARROWING = 0.98
/** A message that we start holds its slot so long while it waits for its account's turn; then it is set aside for up to four times that, for others. */
export const TURN_MS = SECOND_MS / 2
/** How often each process looks what an operator holds back, and how long a row that is held back is left alone. */
export const PAUSES_MS = SECOND_MS
export const PAUSED_MS = 5 * SECOND_MS
/** A row whose channel is held back is put off by so long, and up to as much again: what is resumed goes on within two minutes. */
export const CHANNEL_PAUSED_MS = MINUTE_MS
/** What a stop waits for sends under way. */
export const GRACE_MS = 10 * SECOND_MS

/** Waits after the first, second … failed attempt; the last one repeats. */
export const BACKOFF_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS] as const
/** Part of a wait that chance moves, either way: those who failed together don't come back together. */
export const JITTER = 0.2
/** Attempts before a message has failed. Replies are tried as long as they are of use: their deadline ends it first. */
export const MAX_ATTEMPTS: Record<MessageClass, number> = {
  reply: 60,
  service: 60,
  reminder: 8,
  broadcast: 8,
}

/** Waits before the first, second … look at the provider for a message whose outcome is unknown. */
export const LOOK_WAITS_MS = [2 * SECOND_MS, 8 * SECOND_MS, 20 * SECOND_MS, MINUTE_MS] as const
/** From this look on, absent is believed: a provider's list may lag by seconds. */
export const SURE_LOOK = 2
/** A send that has not come back by then has an unknown outcome, whatever the channel promised. */
export const MAX_SEND_MS = 2 * MINUTE_MS

/** Rests of a channel whose account must be mended, one after another; the last one repeats. */
export const REST_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS] as const
/** A rested channel is tried with one message; the others look again after this. */
export const PROBE_MS = 10 * SECOND_MS
/** A row whose channel is not configured in this process is left to one that has it, and looked at again after this. */
export const NO_CHANNEL_MS = MINUTE_MS

/** Of what a SIM may send, so much is for what we start; the rest is kept for answers. */
export const STARTED_SHARE = 0.75
/** What we start and a full SIM has put off comes back spread over so long: not all of it for each place that comes free. */
export const QUOTA_SPREAD_MS = 30 * MINUTE_MS
/** A SIM whose room is held by messages under way is asked again after this. */
export const QUOTA_RECHECK_MS = 10 * SECOND_MS

/** What waits for a budget looks again after this: what did not leave is given back. A new month and a raised budget wake it sooner. */
export const BUDGET_RECHECK_MS = 60 * MINUTE_MS

/** What waited for the morning is spread over so many minutes. */
export const SPREAD_MINUTES = 20
/** A reply to a text older than this obeys the law's hours too. */
export const FRESH_REPLY_MS = 30 * MINUTE_MS
/** A provider's time of a text is believed so far back from when it came: a phone whose battery was out says 1970. */
export const BELIEVED_AGE_MS = 30 * 24 * 60 * MINUTE_MS
/** What we start waits so long for the answer to an open question, and looks again this often. */
export const QUESTION_MS = 10 * MINUTE_MS
export const RECHECK_MS = MINUTE_MS

/** A second reply within this time of the last one is held, in case a later turn answers its question. */
export const REPLY_GAP_MS = 5 * SECOND_MS
export const REPLY_HOLD_MS = 2 * SECOND_MS

/** An answer waits so long for a channel whose account must be mended before it goes another way. */
export const PATIENCE_MS = 10 * MINUTE_MS
/** With less time left there is none to see whether a message arrived and try another way. */
export const HURRIED_MS = 30 * MINUTE_MS
/** Another way that would be tried so shortly before the deadline is not. */
export const LEAST_CLIMB_MS = 10 * MINUTE_MS
/** How finely the last allowed minute before a night is looked for. */
export const CLIMB_STEP_MS = 15 * MINUTE_MS
/** How often it is looked for messages that want another way, and how many are taken at once. */
export const CLIMB_MS = 5 * SECOND_MS
export const CLIMB_ROWS = 50
/** One of them that can't be handled is looked at again after this. */
export const CLIMB_AGAIN_MS = 60 * MINUTE_MS
/** A channel is in doubt where, of at least so many sends of the last ten minutes, more than half failed or have no known end. */
export const HEALTH_MS = 10 * MINUTE_MS
export const HEALTH_SENDS = 10
/** So many messages in a row to one address without a receipt, and another way is taken at once, until they write from it. */
export const SILENT_TIMES = 2
/** A channel that has told of no receipt for so long is not believed by its silence; that one came is noted this often. */
export const RECEIPTS_MS = 7 * 24 * 60 * MINUTE_MS
export const RECEIPTS_NOTED_MS = 60 * MINUTE_MS
