import type { ActionInput, ActionResult, ActionSpec, ConditionSpec } from '../conversation/world.ts'
import type { Db, Store } from '../store/store.ts'
import type { Row, Write } from '../store/writes.ts'

/** What an installation is like: the same for every turn. */
export interface FarmSettings {
  /** m² of one sào. */
  saoM2: number
  /** The operator's name that farmers see. */
  operator: string
  /** Where tickets are texted; null: nobody, staff look at the list. */
  officerUrn: string | null
  /** The number or address that takes TC QC (MUA_REFUSAL); undefined: none is set. */
  refusal?: string
  /** Whether phones can be texted: an SMS channel is configured. undefined: yes. */
  canText?: boolean
  /** Drafts may be shown only outside production. */
  isProduction: boolean
}

/** What an action reads with. It writes nothing itself: it gives back what is to be written. */
export interface Farm {
  db: Db
  keys: Store['keys']
  settings: FarmSettings
  /** The URN the message came from. */
  urn: Row<'urns'>
  /** The channel it came by. */
  channel: string
  newId(): string
  /** 0 ≤ x < 1, from a source nobody can guess: for codes. */
  random(): number
}

export interface FarmAction extends ActionSpec {
  run(input: ActionInput, farm: Farm): Promise<ActionResult<Write>>
}

export interface FarmCondition extends ConditionSpec {
  check(input: ActionInput, farm: Farm): Promise<boolean>
}
