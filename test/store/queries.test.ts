import { expect, test } from 'vitest'
import { consentsOf } from '../../src/store/queries/consents.ts'
import { findCooperative, membersOf } from '../../src/store/queries/members.ts'
import { countWaiting, dueMessages, isClaimed, recentMessages, waitingOf } from '../../src/store/queries/messages.ts'
import { findUrn, loadPerson, loadUrn, urnsOfPerson } from '../../src/store/queries/people.ts'
import {
  currentPublication,
  currentRevision,
  listPublications,
  revisionByHash,
} from '../../src/store/queries/revisions.ts'
import { dueSessions, loadSession } from '../../src/store/queries/sessions.ts'
import {
  entriesOf,
  nextTicketNumber,
  openTicket,
  openTickets,
  ticketByNumber,
} from '../../src/store/queries/tickets.ts'
import { insert } from '../../src/store/writes.ts'
import { holding, link, message, NOW, openStore, person, session, urn } from './helpers.ts'

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

test('a URN is found with its people and their cooperative', async () => {
  const { db } = await holding([
    insert('cooperatives', { id: 'c', name: 'HTX Mường Vi', createdAt: 1 }),
    person('old', { cooperativeId: 'c' }),
    person('young'),
    person('gone', { erasedAt: 5 }),
    ...['tel', 'zalo', 'alone'].map((id) => urn(id)),
    link('young', 'tel', 2),
    link('old', 'tel', 1),
    link('gone', 'tel', 0),
    link('old', 'zalo', 3),
  ])
  const found = await findUrn(db, 'hash tel')
  expect(found?.urn).toMatchObject({ id: 'tel', address: Buffer.from('tel') })
  expect(found?.people.map((known) => [known.person.id, known.cooperative?.name])).toEqual([
    ['old', 'HTX Mường Vi'],
    ['young', undefined],
  ])
  expect(await loadUrn(db, 'tel')).toEqual(found)
  expect((await findUrn(db, 'hash alone'))?.people).toEqual([])
  expect(await findUrn(db, 'hash none')).toBeUndefined()
  expect(ids(await urnsOfPerson(db, 'old'))).toEqual(['tel', 'zalo'])
  expect((await loadPerson(db, 'old'))?.cooperative?.id).toBe('c')
  expect((await findCooperative(db, 'HTX Mường Vi'))?.id).toBe('c')
})

test('members come with the URN to reach them by', async () => {
  const inC = { cooperativeId: 'c' }
  const { db } = await holding([
    person('a', inC),
    person('b', inC),
    person('d', { ...inC, consent: 'refused' }),
    person('e', { ...inC, erasedAt: 1 }),
    person('f', { cooperativeId: 'other' }),
    urn('a-stopped', { lastInboundAt: 9, stoppedAt: 9 }),
    urn('a-late', { lastInboundAt: 5 }),
    urn('a-early', { lastInboundAt: 2 }),
    urn('b-stopped', { stoppedAt: 1 }),
    ...['a-early', 'a-late', 'a-stopped'].map((id) => link('a', id)),
    link('b', 'b-stopped'),
  ])
  const members = await membersOf(db, 'c')
  expect(members.map((member) => [member.person.id, member.urn?.id])).toEqual([
    ['a', 'a-late'],
    ['b', 'b-stopped'],
    ['d', undefined],
  ])
})

test('talks wake when it is time', async () => {
  const { db } = await holding([
    session('u1', { wakeAt: 30 }),
    session('u2', { wakeAt: 10 }),
    session('u3'),
    session('u4', { wakeAt: 20 }),
  ])
  expect((await dueSessions(db, 20, 9)).map(({ urnId }) => urnId)).toEqual(['u2', 'u4'])
  expect((await dueSessions(db, 20, 1)).map(({ urnId }) => urnId)).toEqual(['u2'])
  expect((await loadSession(db, 'u3'))?.state).toEqual({ step: 'hỏi' })
})

test('of each URN only the first waiting message is due, by send time where there is one', async () => {
  const { db } = await holding([
    message('m1', { urnId: 'u1', sentAt: 50 }),
    message('m2', { urnId: 'u1', sentAt: 40 }),
    message('m3', { urnId: 'u2', receivedAt: 10, status: 'taken' }),
    message('m4', { urnId: 'u2', receivedAt: 30 }),
    message('m5', { urnId: 'u3', receivedAt: 5, nextTryAt: 101 }),
    message('m6', { urnId: 'u3', receivedAt: 6 }),
    message('m7', { urnId: 'u4', receivedAt: 20, nextTryAt: 100 }),
    message('m9', { urnId: 'u5', receivedAt: 60 }),
    message('m8', { urnId: 'u5', receivedAt: 60 }),
  ])
  expect(ids(await dueMessages(db, 100, 9))).toEqual(['m7', 'm4', 'm2', 'm8'])
  expect(ids(await dueMessages(db, 101, 2))).toEqual(['m5', 'm7'])
  expect(ids(await waitingOf(db, 'u1'))).toEqual(['m2', 'm1'])
  expect(ids(await waitingOf(db, 'u2'))).toEqual(['m4'])
  expect(ids(await recentMessages(db, 'u2', 9))).toEqual(['m4', 'm3'])
  expect(await countWaiting(db)).toBe(8)
  expect([await isClaimed(db, 'twilio', 'SM1'), await isClaimed(db, 'zalo', 'SM1')]).toEqual([true, false])
})

test('the newest publication is in force', async () => {
  const revision = (id: string) =>
    insert('revisions', { id, hash: `h${id}`, files: { 'flows/a.yaml': id }, createdAt: 1 })
  const publish = (id: string, revisionId: string) =>
    insert('publications', { id, revisionId, author: 'Hoa', note: '', at: 1 })
  const empty = await openStore({ file: ':memory:' })
  expect([await currentRevision(empty.db), await currentPublication(empty.db)]).toEqual([undefined, undefined])
  const { db } = await holding([
    revision('r1'),
    revision('r2'),
    publish('p1', 'r1'),
    publish('p2', 'r2'),
    publish('p3', 'r1'),
  ])
  expect(await currentRevision(db)).toMatchObject({
    publication: { id: 'p3', endTalks: false },
    revision: { files: { 'flows/a.yaml': 'r1' } },
  })
  expect((await listPublications(db, 2)).map((row) => [row.publication.id, row.hash])).toEqual([
    ['p3', 'hr1'],
    ['p2', 'hr2'],
  ])
  expect((await revisionByHash(db, 'hr2'))?.id).toBe('r2')
})

test('tickets go by the number people say', async () => {
  const ticket = (number: number, urnId: string, status: 'open' | 'answered' = 'open') =>
    insert('tickets', { id: `t${number}`, number, urnId, kind: 'asked', status, openedAt: 1 })
  const entry = (id: string, ticketId: string) =>
    insert('ticketEntries', { id, ticketId, from: 'farmer', text: 'Lá ngô vàng', at: 1 })
  const store = await holding([
    ticket(7, 'u1'),
    ticket(8, 'u1'),
    ticket(9, 'u2', 'answered'),
    entry('e2', 't7'),
    entry('e1', 't7'),
    entry('e3', 't8'),
  ])
  expect((await ticketByNumber(store.db, 9))?.status).toBe('answered')
  expect((await openTicket(store.db, 'u1'))?.number).toBe(8)
  expect(await openTicket(store.db, 'u2')).toBeUndefined()
  expect((await openTickets(store.db)).map(({ number }) => number)).toEqual([7, 8])
  expect(ids(await entriesOf(store.db, 't7'))).toEqual(['e1', 'e2'])
  expect(await nextTicketNumber(store.db)).toBe(10)
  expect(await nextTicketNumber((await openStore({ file: ':memory:' })).db)).toBe(1)
})

test('the ledger of one person', async () => {
  const entry = (id: string, personId: string, at: number) =>
    insert('consents', { id, personId, kind: 'agreed', source: 'message', proof: 'DY', at })
  const { db } = await holding([entry('c2', 'p', 2), entry('c1', 'p', NOW), entry('c3', 'q', 1)])
  expect(ids(await consentsOf(db, 'p'))).toEqual(['c2', 'c1'])
})
