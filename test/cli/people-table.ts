import { findUrn } from '../../src/store/queries/people.ts'
import { consents } from '../../src/store/schema/people.ts'
import { insert } from '../../src/store/writes.ts'
import type { Place } from './helpers.ts'

export const HEADER = 'phone,name,role,cooperative,commune,language,consent,consent_on,consent_proof'
/** A table of people with these rows. */
export const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`
/** A row: someone who agreed on paper. */
export const MAI = '0912345678,Vàng Thị Mai,farmer,HTX Mường Vi,Bản Xèo,vi,yes,20/11/2026,phiếu số 12'

/** Who is known by a phone. */
export const known = (place: Place, phone: string) =>
  place.look(async ({ db, keys }) => (await findUrn(db, keys.hash(`tel:${phone}`)))?.people ?? [])
export const ledger = (place: Place) => place.look(({ db }) => db.select().from(consents))

/** A nameless person of +84912345678, as the first text makes them. */
export const wroteBefore = (place: Place, over: { consent: 'none' | 'refused' | 'agreed' }) =>
  place.look(async (store) => {
    const urn = 'tel:+84912345678'
    const address = { scheme: 'tel' as const, hash: store.keys.hash(urn), address: store.keys.seal(urn) }
    await store.commit({
      writes: [
        insert('urns', { id: 'u1', ...address, channel: 'twilio', createdAt: 1 }),
        insert('people', { id: 'p1', role: 'farmer', locale: 'vi', createdAt: 1, ...over }),
        insert('personUrns', { personId: 'p1', urnId: 'u1', createdAt: 1 }),
      ],
    })
  })
