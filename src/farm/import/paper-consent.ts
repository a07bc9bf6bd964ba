import { dayOf, instantOf } from '../../conversation/calendar.ts'
import { consentsOf, lastConsent } from '../../store/queries/consents.ts'
import { insert, type Row, type Write } from '../../store/writes.ts'
import type { PaperConsent } from './consent-cells.ts'
import type { ImportContext, ImportNote } from './import.ts'
import type { PersonRow } from './people-rows.ts'

/** What the list changes of a consent; undefined: nothing, or what the farmer said outweighs it. */
export async function newConsent(
  { db, notes }: Pick<ImportContext, 'db'> & { notes: ImportNote[] },
  { line, name, consent }: PersonRow,
  stored: Row<'people'>,
  { urnId, erasedAt }: { urnId: string; erasedAt: number | null },
): Promise<PaperConsent | undefined> {
  if (!consent || consent.kind === stored.consent) return undefined
  const said = await consentsOf(db, stored.id)
  if (consent.kind === 'none')
    return stored.consent === 'agreed' && said.findLast(({ kind }) => kind === 'agreed')?.source === 'import'
      ? consent
      : undefined
  const ofNumber = await lastConsent(db, 'refused', urnId)
  const refusals = [...said, ...(ofNumber?.personId === null ? [ofNumber] : [])].filter(
    ({ kind }) => kind === 'refused',
  )
  const last = refusals.sort((a, b) => a.at - b.at).at(-1)
  const isOwn = last ? last.source === 'message' || last.source === 'provider' : stored.consent === 'refused'
  if (isOwn) {
    notes.push({
      line,
      vi: `${name} đã tự nhắn không đồng ý: giữ nguyên, muốn đổi thì bà con tự nhắn DY`,
      en: `${name} refused by text: kept so, only they can change it, by DY`,
    })
    return undefined
  }
  const noAt = Math.max(last?.at ?? 0, erasedAt ?? 0)
  if (noAt === 0 || consent.on > dayOf(noAt)) return consent
  notes.push({
    line,
    vi: `${name}: phiếu ký ngày ${consent.on} không sau ngày đã từ chối hoặc xin xoá (${dayOf(noAt)}): giữ nguyên`,
    en: `${name}: the consent of ${consent.on} is not later than the refusal or erasure of ${dayOf(noAt)}: left as it is`,
  })
  return undefined
}

/** The ledger holds the paper; that there is none is no refusal, and leaves no entry. */
export const ledgerRows = (id: string, personId: string, urnId: string, consent: PaperConsent | undefined): Write[] =>
  consent?.kind === 'agreed'
    ? [
        insert('consents', {
          id,
          personId,
          urnId,
          kind: 'agreed',
          how: consent.how,
          takenBy: consent.takenBy,
          scan: consent.scan,
          proof: consent.proof,
          source: 'import',
          at: instantOf(consent.on),
        }),
      ]
    : []
