import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { attendances, trainings } from '../schema/trainings.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, prepared, text } from './prepared.ts'

const byId = prepared((db) =>
  db
    .select()
    .from(trainings)
    .where(eq(trainings.id, text('id')))
    .prepare(),
)

export const loadTraining = async (db: Db, id: string): Promise<Row<'trainings'> | undefined> => byId(db).get({ id })

const upcoming = prepared((db) =>
  db
    .select()
    .from(trainings)
    .where(
      and(
        sql`${trainings.status} = 'planned'`,
        gt(trainings.startsAt, integer('after')),
        lte(trainings.startsAt, integer('until')),
      ),
    )
    .orderBy(asc(trainings.startsAt), asc(trainings.id))
    .prepare(),
)

const between = prepared((db) =>
  db
    .select()
    .from(trainings)
    .where(and(gt(trainings.startsAt, integer('after')), lte(trainings.startsAt, integer('until'))))
    .orderBy(asc(trainings.startsAt), asc(trainings.id))
    .prepare(),
)

/** Planned and cancelled ones that start, or would have, in (after, until], epoch ms, the soonest first. */
export const trainingsBetween = async (db: Db, after: number, until: number): Promise<Row<'trainings'>[]> =>
  between(db).all({ after, until })

/** Planned ones that start in (after, until], epoch ms, the soonest first. */
export const plannedTrainings = async (db: Db, after: number, until: number): Promise<Row<'trainings'>[]> =>
  upcoming(db).all({ after, until })

const answer = prepared((db) =>
  db
    .select()
    .from(attendances)
    .where(and(eq(attendances.trainingId, text('trainingId')), eq(attendances.personId, text('personId'))))
    .prepare(),
)

export const attendanceOf = async (
  db: Db,
  trainingId: string,
  personId: string,
): Promise<Row<'attendances'> | undefined> => answer(db).get({ trainingId, personId })

const answers = prepared((db) =>
  db
    .select()
    .from(attendances)
    .where(eq(attendances.trainingId, text('trainingId')))
    .orderBy(asc(attendances.at), asc(attendances.personId))
    .prepare(),
)

/** All answers, in the order given: seats go by it. */
export const attendancesOf = async (db: Db, trainingId: string): Promise<Row<'attendances'>[]> =>
  answers(db).all({ trainingId })

const ofPerson = prepared((db) =>
  db
    .select()
    .from(attendances)
    .where(eq(attendances.personId, text('personId')))
    .prepare(),
)

/** What a person answered to any training. */
export const attendancesOfPerson = async (db: Db, personId: string): Promise<Row<'attendances'>[]> =>
  ofPerson(db).all({ personId })

const counted = prepared((db) =>
  db
    .select({ answers: sql<number>`count(*)` })
    .from(attendances)
    .where(eq(attendances.personId, text('personId')))
    .prepare(),
)

/** To how many trainings a person has answered: for XEM. */
export const countAttendances = async (db: Db, personId: string): Promise<number> =>
  (await counted(db).get({ personId }))?.answers ?? 0

const changedSince = prepared((db) =>
  db
    .select({ id: trainings.id })
    .from(trainings)
    .where(and(gt(trainings.startsAt, integer('since')), gt(trainings.updatedAt, integer('since'))))
    .prepare(),
)

/** Ids of the trainings that began, or will, after an instant (epoch ms) and were changed after it. */
export const trainingsChangedSince = async (db: Db, since: number): Promise<string[]> =>
  (await changedSince(db).all({ since })).map(({ id }) => id)
