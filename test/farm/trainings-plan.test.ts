import { describe, expect, it } from 'vitest'
import { cancelTraining } from '../../src/farm/trainings/cancel.ts'
import { planReminders } from '../../src/farm/trainings/plan.ts'
import { loadTraining } from '../../src/store/queries/trainings.ts'
import { insert, update } from '../../src/store/writes.ts'
import { COOP, openVillage, PROGRAM, training, type Village, vn } from './trainings-rig.ts'

const ASKS = 'Di duoc: nhan DI. Khong di duoc: nhan KHONG DI a.'
const answer = (name: string, answer: 'yes' | 'no', at = 0, trainingId = 't1') =>
  insert('attendances', { trainingId, personId: `p-${name}`, answer, channel: 'twilio', at })

async function move(village: Village, startsAt: number, now: number) {
  const before = await loadTraining(village.store.db, 't1')
  await village.write(
    update('trainings', { id: 't1' }, { startsAt, version: (before?.version ?? 0) + 1, updatedAt: now }),
  )
}

describe('over Tết (mùng 1 is 6 February 2027), at night', () => {
  it('each gets what is theirs, in the law’s hours, before the start', async () => {
    const village = await openVillage()
    await village.member('seo')
    await village.member('may', {}, vn('2027-01-10 08:00'))
    await village.member('pao', { consent: 'none' })
    await village.member('sua')
    await village.member('chu')
    await village.write(
      training({ id: 't1', title: 'chăn nuôi lợn', startsAt: vn('2027-02-08 07:30') }),
      training({ id: 't2', title: 'canh lửa rừng', startsAt: vn('2027-02-10 05:00'), place: 'UBND xã' }),
    )
    await village.live(vn('2027-02-02 08:00'), vn('2027-02-05 12:00'))
    await village.write(answer('sua', 'no'), answer('sua', 'no', 0, 't2'))
    await village.live(vn('2027-02-05 12:10'), vn('2027-02-06 12:00'))
    await village.member('lan')
    await village.live(vn('2027-02-06 12:10'), vn('2027-02-07 12:00'))
    await village.write(update('urns', { id: 'chu' }, { stoppedAt: vn('2027-02-07 12:00') }))
    await village.live(vn('2027-02-07 12:10'), vn('2027-02-11 08:00'))

    const lon = `Tap huan chan nuoi lon: 7h30 sang thu 2, 08/02, nha van hoa Ban Xeo. ${ASKS}`
    const rung = `Tap huan canh lua rung: 5h sang thu 4, 10/02, UBND xa. ${ASKS}`
    const both = `${lon.replace(` ${ASKS}`, '')} ${rung}`
    expect((await village.sent()).sort()).toEqual(
      [
        // 3 days before the first, on 28 Tết; Sửa then answers KHONG DI to both.
        `2027-02-05 07:30 chu: ${lon}`,
        `2027-02-05 07:30 seo: ${lon}`,
        `2027-02-05 07:30 sua: ${lon}`,
        // Mùng 2: a day before the first and 3 days before the second, 4:00 put off to 7:00, are one message.
        `2027-02-07 07:00 chu: ${both}`,
        `2027-02-07 07:00 lan: ${both}`,
        `2027-02-07 07:00 seo: ${both}`,
        // 5:30 is forbidden, and 7:00 leaves half an hour: the evening before.
        `2027-02-07 19:00 lan: ${lon}`,
        `2027-02-07 19:00 seo: ${lon}`,
        `2027-02-09 07:00 lan: ${rung}`,
        `2027-02-09 07:00 seo: ${rung}`,
        // 3:00 is forbidden, and 7:00 is after the start.
        `2027-02-09 19:00 lan: ${rung}`,
        `2027-02-09 19:00 seo: ${rung}`,
      ].sort(),
    )
  })
})

describe('planReminders', () => {
  it('plans nothing twice, and only what is still ahead of a late import', async () => {
    const village = await openVillage()
    await village.member('seo')
    await village.write(training())
    expect(await village.plan(vn('2026-11-24 15:00'))).toBe(1)
    expect(await village.plan(vn('2026-11-24 15:00'))).toBe(0)
    await village.live(vn('2026-11-24 15:00'), vn('2026-11-27 08:00'))
    expect((await village.sent()).map((line) => line.slice(0, 16))).toEqual(['2026-11-25 08:00', '2026-11-26 07:00'])
  })

  it('reminds who said yes in other words, and nobody without a seat once it is full', async () => {
    const village = await openVillage()
    await village.member('seo')
    await village.member('sua')
    await village.write(training({ capacity: 1 }), answer('seo', 'yes'))
    await village.live(vn('2026-11-25 07:00'), vn('2026-11-25 09:00'))
    expect(await village.sent()).toEqual([
      '2026-11-25 08:00 seo: Tap huan VietGAP gung: 8h sang thu 5, 26/11, nha van hoa Ban Xeo. Nha minh da tra loi la di; khong di duoc nua thi nhan KHONG DI a.',
    ])
  })

  it.each([
    ['its cooperative', { cooperativeId: COOP, commune: null }, ['in', 'lost', 'other']],
    ['its commune', { cooperativeId: null, commune: '02725' }, ['in', 'stranger']],
    ['members who live there', { cooperativeId: COOP, commune: '02725' }, ['in', 'lost']],
  ])('is for %s', async (_, whom, expected) => {
    const village = await openVillage()
    await village.member('in', { commune: '02725' })
    await village.member('lost', { commune: null })
    await village.member('other', { commune: '02728' })
    await village.member('stranger', { cooperativeId: null, commune: '02725' })
    await village.write(training(whom))
    await village.live(vn('2026-11-23 07:00'), vn('2026-11-23 09:00'))
    const names = (await village.sent()).map((line) => line.slice(17).split(':')[0])
    expect(names.sort()).toEqual(expected)
  })

  it('two who share a phone get one message', async () => {
    const village = await openVillage()
    await village.member('seo')
    await village.write(
      insert('people', {
        id: 'p-seo2',
        role: 'farmer',
        cooperativeId: COOP,
        locale: 'vi',
        consent: 'agreed',
        createdAt: 0,
      }),
      insert('personUrns', { personId: 'p-seo2', urnId: 'seo', createdAt: 0 }),
      training(),
    )
    await village.live(vn('2026-11-23 07:00'), vn('2026-11-23 09:00'))
    expect(await village.sent()).toHaveLength(1)
  })

  it('gives at most 500 writes a commit, and goes on after a crash without a gap or a double', async () => {
    const village = await openVillage()
    for (let n = 0; n < 700; n++) await village.member(`u${n}`)
    await village.write(training())
    const now = vn('2026-11-23 07:00')
    let ids = 0
    const context = { newId: () => `lost-${++ids}`, revision: 'r1', rules: PROGRAM.sending }
    expect(await planReminders(village.store.db, now, context)).toHaveLength(499)
    expect([await village.plan(now), await village.plan(now), await village.plan(now)]).toEqual([499, 201, 0])
    await village.live(vn('2026-11-23 08:00'), vn('2026-11-23 08:00'))
    expect(new Set(village.sms.taken.map(({ message }) => message.to)).size).toBe(700)
    expect(village.sms.taken).toHaveLength(700)
  })
})

describe('a change', () => {
  it('is told once to everyone who was told or said yes; reminders follow the new day', async () => {
    const village = await openVillage()
    for (const name of ['seo', 'sua', 'chu']) await village.member(name)
    await village.write(training())
    await village.live(vn('2026-11-23 07:00'), vn('2026-11-24 09:00'))
    await village.write(answer('sua', 'no'))
    await village.member('lan')
    await village.member('asked', { cooperativeId: null })
    await village.write(answer('asked', 'yes'))
    await move(village, vn('2026-11-28 14:00'), vn('2026-11-24 23:00'))
    await village.live(vn('2026-11-24 23:00'), vn('2026-11-29 08:00'))
    const after = (await village.sent()).slice(3)
    const moved = `Doi gio: tap huan VietGAP gung chuyen sang 2h chieu thu 7, 28/11, nha van hoa Ban Xeo. ${ASKS}`
    const notices = after.filter((line) => line.endsWith(moved))
    expect(notices.map((line) => line.slice(17).split(':')[0]).sort()).toEqual(['asked', 'chu', 'seo', 'sua'])
    for (const line of notices) expect(line.slice(0, 13)).toBe('2026-11-25 07')
    const reminders = after
      .filter((line) => !line.includes('Doi gio'))
      .map((line) => line.slice(0, 21).replace(':2', ' 2'))
    expect(reminders.map((line) => line.split(':').slice(0, 2).join(':').slice(0, 20)).sort()).toEqual([
      '2026-11-25 14:00 chu',
      '2026-11-25 14:00 lan',
      '2026-11-25 14:00 seo',
      '2026-11-27 14:00 chu',
      '2026-11-27 14:00 lan',
      '2026-11-27 14:00 seo',
      '2026-11-28 12:00 chu',
      '2026-11-28 12:00 lan',
      '2026-11-28 12:00 seo',
    ])
  })

  it('takes the old day out of what still waits, out of a merged message too', async () => {
    const village = await openVillage()
    await village.member('seo')
    await village.write(training(), training({ id: 't2', title: 'ủ phân', startsAt: vn('2026-11-26 09:00') }))
    await village.plan(vn('2026-11-22 20:00'))
    await move(village, vn('2026-12-10 08:00'), vn('2026-11-22 21:00'))
    await village.live(vn('2026-11-22 21:00'), vn('2026-11-23 12:00'))
    expect(await village.sent()).toEqual([
      `2026-11-23 08:00 seo: Tap huan u phan: 9h sang thu 5, 26/11, nha van hoa Ban Xeo. ${ASKS}`,
    ])
  })
})

describe('a cancellation', () => {
  it('is told once to who was told or said yes, not to who said no; nothing follows', async () => {
    const village = await openVillage()
    for (const name of ['seo', 'sua']) await village.member(name)
    await village.write(training())
    await village.live(vn('2026-11-23 07:00'), vn('2026-11-23 09:00'))
    await village.write(answer('sua', 'no'))
    const row = await loadTraining(village.store.db, 't1')
    await village.write(...cancelTraining(row ?? expect.unreachable(), vn('2026-11-24 10:00')))
    await village.live(vn('2026-11-24 10:00'), vn('2026-11-27 08:00'))
    expect((await village.sent()).slice(2)).toEqual([
      '2026-11-24 10:00 seo: Tap huan VietGAP gung 8h sang thu 5, 26/11 khong mo nua a. Co lop khac he thong se nhan tin.',
    ])
  })
})
