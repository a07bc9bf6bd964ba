/** Every limit of a talk, in one place. */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A fragment no talk can use is held so long for its report to begin. */
export const HOLD_MS = 2 * SECOND_MS
/** Texts of one burst: a bare trigger within this time of the record it belongs to begins nothing new. */
export const BURST_MS = 5 * SECOND_MS
/** A fragment amends the last record by filling what it left empty, for so long. */
export const AMEND_MS = 10 * MINUTE_MS
/** "Sửa" reaches the last record for so long; then silence has let it stand. */
export const CORRECT_MS = DAY_MS
/** A talk whose question was not answered waits so long. */
export const DRAFT_MS = 72 * HOUR_MS
/** What waits for consent is erased after this. */
export const CONSENT_DRAFT_MS = 30 * DAY_MS
/** After a refusal all that was still on its way has been sent or has expired. */
export const REFUSED_MS = 3 * DAY_MS
/** Who is texting from a shared phone is asked again after this. */
export const WHO_MS = 2 * HOUR_MS
/** A waiting draft is offered again at most so often. */
export const OFFER_MS = 12 * HOUR_MS
/** Actions' notes about a talk (the tip last read, say) are kept so long. */
export const MEMORY_MS = 7 * DAY_MS
/** On Zalo an open question is asked once more after this, inside the free window of 48 h. */
export const ZALO_REMIND_MS = 20 * HOUR_MS

/** Steps one turn may run: a flow that needs more has a loop without a question. */
export const MAX_STEPS_PER_TURN = 100
/** Talks that may wait under one another. */
export const MAX_TALKS = 4
export const MAX_DRAFTS = 2
export const MAX_HELD = 6
/** Answers one can go back over. */
export const MAX_TRAIL = 10
/** Characters of a text that are read: an SMS of ten parts; the rest is kept, not read. */
export const MAX_READ_CHARS = 1600
/** Examples of one flow: what they teach is learned anew at each start. */
export const MAX_EXAMPLES = 500
/** Texts not understood that go along with a ticket. */
export const MAX_MISSED = 3
/** Times an open question is put again after other talks came between; then it waits in silence. */
export const MAX_REPEATS = 1
/** Reports that may wait for consent; more push out the oldest. */
export const MAX_DRAFTS_UNCONSENTED = 5
/** SMS parts of one message: what every reseller and old phone takes (sms.md §2.3: 459 characters). Longer ones are parted. */
export const MAX_MESSAGE_PARTS = 3
/** UTF-16 units of one message on Zalo; longer ones are parted. */
export const MAX_ZALO_PIECE_UNITS = 1900
/** The rest of a long answer is kept so long for THEM; that there was one is known for `MEMORY_MS`. */
export const REST_MS = 72 * HOUR_MS
/** What is parted can't be longer; the last resort cuts: what an SMS provider takes at most (Twilio: 1,600 characters) in whole parts. */
export const MAX_SMS_PARTS = 10
/** Zalo's limit of one message's text (zalo.md §2). */
export const MAX_ZALO_CHARS = 2000
