import type { Programs } from '../../conversation/turn/context.ts'
import type { Store } from '../../store/store.ts'

/** What a talk is read with. */
export interface TalkContext {
  store: Store
  programs: Programs
  saoM2: number
  operator: string
  clock(): number
}
