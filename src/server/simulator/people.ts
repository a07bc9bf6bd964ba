import { DEMO_FARMER_PHONE } from '../../farm/demo.ts'
import { type DemoPerson, demoPeople } from '../../store/queries/demo-people.ts'
import type { Store } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'

/** Somebody one can be on this page. */
export interface Player {
  number: string
  /** Of all who share the phone. */
  names: string[]
  role: Row<'people'>['role']
}

const MAX_OF_ROLE: Record<Player['role'], number> = { farmer: 5, leader: 2, officer: 2 }
const MAX_READ = 200

/** The demo people one can be: some of each role, the demo farmer first. */
export async function playersOf(store: Store): Promise<Player[]> {
  const found = await demoPeople(store.db, MAX_READ)
  const byNumber = new Map<string, Player>()
  for (const each of found) {
    const player = playerOf(store, each)
    const other = byNumber.get(player.number)
    byNumber.set(player.number, other ? { ...other, names: [...other.names, ...player.names] } : player)
  }
  const all = [...byNumber.values()].sort((a, b) => rank(a) - rank(b))
  const taken: Record<Player['role'], number> = { farmer: 0, leader: 0, officer: 0 }
  return all.filter((player) => ++taken[player.role] <= MAX_OF_ROLE[player.role])
}

const playerOf = (store: Store, { person, urn }: DemoPerson): Player => ({
  number: store.keys.open(urn.address).slice('tel:'.length),
  names: person.name === null ? [] : [person.name],
  role: person.role,
})

const ORDER: Record<Player['role'], number> = { farmer: 1, leader: 2, officer: 3 }
const rank = ({ number, role }: Player): number => (number === DEMO_FARMER_PHONE ? 0 : ORDER[role])
