import type { Urn } from '../channels/channel.ts'
import type { Runtime } from '../runtime.ts'
import { findUrn } from '../store/queries/people.ts'
import { insert } from '../store/writes.ts'

/** The consented farmer that `mua chat` speaks as, where the database knows nobody by that number yet. */
export async function ensureDemoFarmer({ store, clock, newId }: Runtime, address: Urn): Promise<void> {
  const hash = store.keys.hash(address)
  if (await findUrn(store.db, hash)) return
  const now = clock()
  const personId = newId()
  const urnId = newId()
  const scheme = address.startsWith('zalo:') ? 'zalo' : 'tel'
  const person = { id: personId, role: 'farmer' as const, locale: 'vi', consent: 'agreed' as const, isDemo: true }
  const result = await store.commit({
    writes: [
      insert('people', { ...person, createdAt: now }),
      insert('urns', {
        id: urnId,
        scheme,
        hash,
        address: store.keys.seal(address),
        channel: 'simulator',
        createdAt: now,
      }),
      insert('personUrns', { personId, urnId, createdAt: now }),
      insert('consents', {
        id: newId(),
        personId,
        urnId,
        kind: 'agreed',
        how: 'asked',
        proof: 'demo farmer of mua chat',
        source: 'staff',
        at: now,
      }),
    ],
  })
  if (result.type !== 'committed') throw new Error(`the demo farmer could not be made: ${result.type}`)
}
