import { toE164 } from '../language/names/e164.ts'
import { findUrn, type KnownUrn } from '../store/queries/people.ts'
import type { Store } from '../store/store.ts'
import { CommandError } from './io.ts'

/** Who a command is about: `+84912345678`, `0912 345 678`, `tel:…` or `zalo:<user id>`. Throws CommandError where nobody is known by it. */
export async function knownUrn(
  store: Pick<Store, 'db' | 'keys'>,
  text: string,
): Promise<KnownUrn & { address: string }> {
  const zalo = /^zalo:\S+$/.test(text) ? text : null
  const phone = zalo ? null : toE164(text)
  const address = zalo ?? (phone ? `tel:${phone}` : null)
  if (!address)
    throw new CommandError({
      vi: `"${text}" không phải số hay tài khoản nào: viết như +84912345678 hoặc zalo:<mã người dùng>.`,
      en: `"${text}" is no number and no account: write it like +84912345678 or zalo:<user id>.`,
    })
  const known = await findUrn(store.db, store.keys.hash(address))
  if (!known) throw new CommandError({ vi: `Không giữ gì về ${address}.`, en: `Nothing is held about ${address}.` })
  return { ...known, address }
}
