import { oldPhoneCodeCounts, phoneCodeCountsOf } from '../store/queries/phone-claims.ts'
import type { Db } from '../store/store.ts'
import { insertNew, remove, updateOne, type Write } from '../store/writes.ts'
import type { Farm } from './farm.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Codes in 24 hours to one number, and for one Zalo user: more are a person's matter. Texts cost, and each code is a chance to guess. */
const MOST_A_DAY = 3
const SLOTS = Array.from({ length: MOST_A_DAY }, (_, slot) => slot)
const SWEPT_AT_ONCE = 200

/**
 * What counts one more code to this number, for whoever writes; null: one of the two has had its share. Two turns that count at
 * once take the same slot: the second is a conflict, is taken again, and counts what the first wrote. A new hash key (`rehash`) begins
 * the count anew.
 */
export async function countPhoneCode(farm: Farm, phoneUrnId: string, now: number): Promise<Write[] | null> {
  const writes: Write[] = []
  for (const subject of [`phone ${phoneUrnId}`, `user ${farm.urn.id}`]) {
    const about = farm.keys.hash(`code ${subject}`)
    const counts = await phoneCodeCountsOf(farm.db, about)
    const atOf = (slot: number) => counts.find((each) => each.slot === slot)?.at ?? 0
    const slot = SLOTS.find((each) => atOf(each) <= now - DAY_MS)
    if (slot === undefined) return null
    writes.push(
      insertNew('phoneCodeCounts', { about, slot, at: 0 }),
      updateOne('phoneCodeCounts', { about, slot, at: atOf(slot) }, { at: now }),
    )
  }
  return writes
}

/** Forgets counts of over 24 hours ago, some at a time; none left: no writes. */
export const forgetPhoneCodes = async (db: Db, now: number): Promise<Write[]> =>
  (await oldPhoneCodeCounts(db, now - DAY_MS, SWEPT_AT_ONCE)).map((row) => remove('phoneCodeCounts', row))
