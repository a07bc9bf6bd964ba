/**
 * Every limit against floods, loops and senders who live by our answers, in one place. What comes in is always kept and taken;
 * these slow, fold or withhold what we send. They are this project's own choice, above what a farmer in a hurry does and below
 * what providers block (sms.md §1.7, 14107; §3.6 and §6.6).
 */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** More than `most` within so long is too many. */
export interface Rate {
  most: number
  withinMs: number
}

/** Texts from one URN: over any of these its answers are folded into fewer. Twelve reports in ten minutes, told step by step, stay below. */
export const SLOW_TEXTS: readonly Rate[] = [
  { most: 15, withinMs: MINUTE_MS },
  { most: 40, withinMs: 10 * MINUTE_MS },
  { most: 150, withinMs: DAY_MS },
]
/** Over any of these a ticket opens, and the answers become fewer still. */
export const FLOOD_TEXTS: readonly Rate[] = [
  { most: 30, withinMs: MINUTE_MS },
  { most: 80, withinMs: 10 * MINUTE_MS },
  { most: 200, withinMs: DAY_MS },
]
/** How long an answer to one who sends too fast is held, for the next ones to join it. */
export const SLOW_HOLD_MS = MINUTE_MS
export const FLOOD_HOLD_MS = 10 * MINUTE_MS
/** Agreeing, refusing, stopping and starting are confirmed at once, whatever the pace; over this they are folded too. */
export const PROMPT_ANSWERS: Rate = { most: 5, withinMs: 10 * MINUTE_MS }
/** A ticket about the same URN or prefix opens no more often. */
export const TICKET_GAP_MS = DAY_MS
/** Times that an officer is texted of what is added to one ticket; the rest stands in it. */
export const TICKET_TEXTS: Rate = { most: 5, withinMs: 10 * MINUTE_MS }

/** The same answer to the same text, nothing being kept or settled between: over this we fall silent. */
export const SAME_ANSWERS: Rate = { most: 4, withinMs: 30 * MINUTE_MS }
/** Texts running that are not understood, or are our own words: over this we fall silent until one is. */
export const LOST_TEXTS: Rate = { most: 8, withinMs: 30 * MINUTE_MS }
/** Our own words coming back, running: over this we fall silent. */
export const ECHOES: Rate = { most: 1, withinMs: DAY_MS }
/** A text of ours is known again from this many folded characters on: shorter ones may be said by chance. */
export const ECHO_CHARACTERS = 20
/** Texts of ours in which an echo is looked for. */
export const ECHO_TEXTS = 5

/** The same words to one URN: over this they wait until there is room. */
export const SAME_WORDS: Rate = { most: 12, withinMs: 10 * MINUTE_MS }
/** Over this they are held, and a ticket opens. */
export const LOOP_WORDS: Rate = { most: 20, withinMs: DAY_MS }

/** New foreign numbers that share a prefix: over this those of the prefix get no answer of themselves, and a ticket opens (SMS pumping). */
export const NEW_NUMBERS: Rate = { most: 10, withinMs: HOUR_MS }
/** What numbers share: the plus sign and so many digits. */
export const PREFIX_DIGITS = 5
/** Texts from one sender that is no mobile: over this a ticket opens. */
export const MACHINE_TEXTS: Rate = { most: 20, withinMs: DAY_MS }

/** Whether there are too many instants (epoch ms) within so long before `now`. */
export const isOver = ({ most, withinMs }: Rate, instants: readonly number[], now: number): boolean =>
  instants.filter((at) => now - at < withinMs).length > most
