import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTwilioStandIn, type TwilioStandIn, type TwilioStandInOptions } from '../stand-ins/twilio.ts'
import { addFarmers } from './farmers.ts'
import { killAll, type Place } from './served.ts'

interface TrialOptions {
  seed: number
  /** How much of it: kills, farmers or texts, as the trial says. Default: the full trial. */
  rounds?: number
}

/** What was counted, by name, in the order it is shown. */
export type Counts = Record<string, number | string>

/** A long trial of a promise: gives what it counted. Where a promise is broken the count says so; it throws only where it could not run. */
export type Trial = (options: TrialOptions) => Promise<Counts>

/** An installation and the provider that stands beside it. */
export interface Standing extends Place {
  standIn: TwilioStandIn
}

/** An installation of its own, its provider's stand-in beside it; both gone after `task`. */
export async function withPlace<T>(
  options: { farmers: number; dir?: string; standIn?: TwilioStandInOptions; env?: Record<string, string> },
  task: (place: Standing) => Promise<T>,
): Promise<T> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'mua-trial-'))
  const standIn = await startTwilioStandIn(options.standIn)
  try {
    await addFarmers(dir, options.farmers)
    return await task({ dir, standIn, ...(options.env ? { env: options.env } : {}) })
  } finally {
    await killAll(dir)
    await standIn.close()
    if (!options.dir) rmSync(dir, { recursive: true, force: true })
  }
}

/** 0 ≤ x < 1, the same row for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same things in an order that the seed decides. */
export function shuffled<T>(things: readonly T[], random: () => number): T[] {
  return things
    .map((thing) => ({ thing, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ thing }) => thing)
}
