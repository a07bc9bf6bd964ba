import { eq } from 'drizzle-orm'
import { answers } from '../schema/records.ts'
import type { Db } from '../store.ts'

/** How many surveys a person answered. */
export const countAnswers = (db: Db, personId: string): Promise<number> =>
  db.$count(answers, eq(answers.personId, personId))
