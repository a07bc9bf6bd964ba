import { dayOf, instantOf } from '../../conversation/calendar.ts'
import { consentsOf } from '../../store/queries/consents.ts'
import { insert, type Row, type Write } from '../../store/writes.ts'
import type { ListedAdvertising } from './consent-cells.ts'
import type { ImportContext, ImportNote } from './import.ts'
import type { PersonRow } from './people-rows.ts'

/** What the list changes of a person's agreement to advertising; undefined: nothing, or what they said outweighs it. */
export async function newAdvertising(
  { db, notes }: Pick<ImportContext, 'db'> & { notes: ImportNote[] },
  { line, name, advertising }: PersonRow,
  stored: Row<'people'>,
  erasedAt: number | null,
): Promise<ListedAdvertising | undefined> {
  if (advertising === undefined) return undefined
  if (advertising.kind === 'no') return stored.advertising === 'agreed' ? advertising : undefined
  if (stored.advertising === 'agreed') return undefined
  const refusal = (await consentsOf(db, stored.id)).findLast(({ kind }) => kind === 'advertising_refused')
  if (refusal && refusal.source !== 'import') {
    notes.push({
      line,
      vi: `${name} đã tự từ chối quảng cáo: giữ nguyên, muốn đổi thì bà con tự nhắn NHAN QC`,
      en: `${name} refused advertising: kept so, only they can change it, by NHAN QC`,
    })
    return undefined
  }
  const noAt = Math.max(refusal?.at ?? 0, erasedAt ?? 0)
  if (noAt === 0 || advertising.on > dayOf(noAt)) return advertising
  notes.push({
    line,
    vi: `${name}: ngày đồng ý quảng cáo ${advertising.on} không sau ngày đã từ chối hoặc xin xoá (${dayOf(noAt)}): giữ nguyên`,
    en: `${name}: the agreement to advertising of ${advertising.on} is not later than the refusal or erasure of ${dayOf(noAt)}: left as it is`,
  })
  return undefined
}

/** As the person's row has it from then on. */
export const advertisingOf = ({ kind }: ListedAdvertising): Row<'people'>['advertising'] =>
  kind === 'agreed' ? 'agreed' : 'refused'

/** Its entry in the ledger. */
export function advertisingEntry(
  id: string,
  personId: string,
  urnId: string,
  said: ListedAdvertising | undefined,
  now: number,
): Write[] {
  if (said === undefined) return []
  const about = { id, personId, urnId, source: 'import' as const }
  if (said.kind === 'no') return [insert('consents', { ...about, kind: 'advertising_refused', at: now })]
  const { on, how, takenBy, proof, scan } = said
  const entry = { ...about, kind: 'advertising_agreed' as const, how, takenBy, proof, scan }
  return [insert('consents', { ...entry, at: instantOf(on) })]
}
