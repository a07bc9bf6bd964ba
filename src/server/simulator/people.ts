import { type DemoPerson, demoPeople } from '../../store/queries/demo-people.ts'
import type { Store } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'
import { FIRST_NUMBER } from './seat.ts'

/** Somebody one can be on this page. */
export interface Player {
  number: string
  name: string | null
  role: Row<'people'>['role']
}

const MAX_OF_ROLE: Record<Player['role'], number> = { farmer: 5, leader: 2, officer: 2 }
const MAX_READ = 200

/** The demo people one can be: some of each role, the demo farmer first. */
export async function playersOf(store: Store): Promise<Player[]> {
  const found = await demoPeople(store.db, MAX_READ)
  const all = found.map((each) => playerOf(store, each)).sort((a, b) => rank(a) - rank(b))
  const taken: Record<Player['role'], number> = { farmer: 0, leader: 0, officer: 0 }
  return all.filter((player) => ++taken[player.role] <= MAX_OF_ROLE[player.role])
}

const playerOf = (store: Store, { person, urn }: DemoPerson): Player => ({
  number: store.keys.open(urn.address).slice('tel:'.length),
  name: person.name,
  role: person.role,
})

const ORDER: Record<Player['role'], number> = { farmer: 1, leader: 2, officer: 3 }
const rank = ({ number, role }: Player): number => (number === FIRST_NUMBER ? 0 : ORDER[role])
