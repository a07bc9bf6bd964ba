import { insert, type Row, update, type Write } from './writes.ts'

/** A stop as a provider tells of it. */
export interface ProviderStop {
  urnId: string
  /** Who writes from there, as far as known; the first is whom the ledger names. */
  people: readonly Pick<Row<'people'>, 'id' | 'advertising'>[]
  /** The text or code that proves it. */
  proof: string
  at: number
  /** It tells of what may be long known: an earlier stop keeps its time. */
  isReport?: true
  newId(): string
}

/** What a stop that the provider has taken changes: the URN is stopped, advertising refused by all who had agreed to it, and the ledger says how we know. */
export function providerStop({ urnId, people, proof, at, isReport, newId }: ProviderStop): Write[] {
  const entry = (personId: string | null, kind: 'stopped' | 'advertising_refused'): Write =>
    insert('consents', { id: newId(), personId, urnId, kind, how: 'asked', source: 'provider', proof, at })
  const advertised = people.filter(({ advertising }) => advertising === 'agreed')
  return [
    update('urns', { id: urnId, ...(isReport ? { stoppedAt: null } : {}) }, { stoppedAt: at }),
    entry(people[0]?.id ?? null, 'stopped'),
    ...advertised.flatMap(({ id }) => [
      update('people', { id }, { advertising: 'refused' }),
      entry(id, 'advertising_refused'),
    ]),
  ]
}
