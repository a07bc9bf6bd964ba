import type { PersonView } from '../conversation/types.ts'
import type { World } from '../conversation/world.ts'
import { openApprovals } from '../store/queries/approvals.ts'
import type { KnownPerson } from '../store/queries/people.ts'
import { insert, type Row, update, type Write } from '../store/writes.ts'
import { ledger } from './actions/ledger.ts'
import { addToTicket, openTicketFor, quietOf } from './actions/tickets.ts'
import { forgetTold } from './erase.ts'
import type { Farm } from './farm.ts'
import { ACTIONS, CONDITIONS } from './registry.ts'

/** A person as a talk sees them. */
export const viewOf = ({ person, cooperative }: KnownPerson): PersonView => ({
  id: person.id,
  name: person.name,
  role: person.role,
  cooperativeId: person.cooperativeId,
  cooperativeName: cooperative?.name ?? null,
  commune: person.commune,
  locale: person.locale,
  consent: person.consent,
  containerKg: person.containerKg ?? {},
})

/** What a turn of this URN may ask of the service. */
export async function worldFor(farm: Farm, people: KnownPerson[], now: number): Promise<World<Write>> {
  const quiet = await quietOf(farm, now)
  return {
    actions: ACTIONS,
    conditions: CONDITIONS,
    runAction(name, input) {
      const action = ACTIONS.get(name)
      if (!action) throw new Error(`no action ${name}`)
      return action.run(input, farm)
    },
    checkCondition(name, input) {
      const condition = CONDITIONS.get(name)
      if (!condition) throw new Error(`no condition ${name}`)
      return condition.check(input, farm)
    },
    people: people.map(viewOf),
    sessionTag: sessionTag(farm.urn),
    channel: farm.urn.scheme === 'zalo' ? 'zalo' : 'sms',
    saoM2: farm.settings.saoM2,
    operator: farm.settings.operator,
    quietUntil: quiet?.until ?? null,
    quietSince: quiet?.since ?? null,
    keepConsent: async (kind, person, proof, messageId) => [
      update(
        'people',
        { id: person.id },
        kind === 'asked' ? { consent: kind, consentAskedAt: now } : { consent: kind },
      ),
      ledger(kind, { person, now, messageId }, farm, proof || null),
      ...(kind === 'refused' ? forgetTold(person.id) : []),
    ],
    forgetTold: async ({ id }) => forgetTold(id),
    isAskedToApprove: async ({ id }) => (await openApprovals(farm.db, now)).some(({ approver }) => approver === id),
    openTicket: (input) => openTicketFor(input, farm),
    addToTicket: (input) => addToTicket(input, farm),
    newId: farm.newId,
  }
}

/** The random end of the URN's id: tells its buttons from another's. */
const sessionTag = (urn: Pick<Row<'urns'>, 'id'>): string => urn.id.slice(-8)

/** A person nobody knew before, and the URN they wrote from. */
export function firstContact(
  urn: Row<'urns'>,
  personId: string,
  now: number,
  locale = 'vi',
): { known: KnownPerson; writes: Write[] } {
  const person: Row<'people'> = {
    id: personId,
    name: null,
    role: 'farmer',
    cooperativeId: null,
    commune: null,
    village: null,
    locale,
    consent: 'none',
    consentAskedAt: null,
    advertising: 'none',
    quietHours: null,
    quietUntil: null,
    containerKg: null,
    sensitive: null,
    isDemo: false,
    createdAt: now,
    erasedAt: null,
  }
  const writes = [insert('people', person), insert('personUrns', { personId, urnId: urn.id, createdAt: now })]
  return { known: { person, cooperative: null }, writes }
}
