import type { FactRule, RepairRule, UnreadRule } from '../explain-rules.ts'
import type { FactType, ReadingContext, Readings } from '../types.ts'
import { type Token, tokenize, traitsOf } from './tokens.ts'

/** One text on its way through the readers. */
export interface Scan {
  text: string
  tokens: readonly Token[]
  /** Whether any word was typed with accents: then a number word without them is not taken for one that has them. */
  accented: boolean
  context: ReadingContext
  /** The crop the text or the talk is about, for what its price is usually like. */
  crop: string | undefined
}

/** Something read at one place: tokens `from` to `to`, end excluded. */
export type Span = {
  [T in FactType]: {
    type: T
    readings: [Readings[T], ...Readings[T][]]
    from: number
    to: number
    /** What gave it, for those who ask. */
    rule: FactRule
    /** What had to be forgiven in its name. */
    repair?: Extract<RepairRule, 'slip' | 'mixed-sounds'>
    bonus?: number
  }
}[FactType]

/** What was said of a kind but can't be taken for a value (`31/11`, `20 usd`): it stays in the rest, and no part of it is read as anything else. */
export interface Unread {
  type: 'unread'
  from: number
  to: number
  rule: UnreadRule
}

/** What one reader finds at token `at`. */
export type Reader = (scan: Scan, at: number) => Span | Unread | null

/** Takes a text apart for the readers. */
export function startScan(text: string, context: ReadingContext): Scan {
  const tokens = tokenize(text)
  return { text, tokens, accented: traitsOf(tokens).accented, context, crop: context.crop }
}

/** Whether a token begins with a capital letter. */
export function isCapital({ text }: Scan, token: Token | undefined): boolean {
  return token !== undefined && /\p{Lu}/u.test(text[token.start] ?? '')
}

/** Whether the talk has just asked for this kind. */
export function isExpected(scan: Scan, type: FactType): boolean {
  return scan.context.expect?.includes(type) ?? false
}
