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
