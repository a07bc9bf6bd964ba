import { concatBytes, equalInConstantTime, hex, sha256, utf8 } from '../signing.ts'
import type { WebhookEvent } from './schemas.ts'

/** Whose id stood first in what was signed. Documented is the app's; one guide shows the Official Account's. */
export type SignedWith = 'app_id' | 'oa_id' | 'recipient_id' | 'sender_id'

/** The hex of `X-ZEvent-Signature: mac=<hex>`, with or without its prefix, in any case; null where there is none. */
export function readMac(header: string | null): string | null {
  const mac = /^(?:mac\s*=\s*)?([0-9a-f]{64})$/i.exec(header?.trim() ?? '')?.[1]
  return mac?.toLowerCase() ?? null
}

/**
 * Which first term makes the signature right, or null. SHA-256, not HMAC, over id, raw body, the body's own timestamp
 * as text and the OA secret key, one behind the other (Zalo's Java SDK, `MacUtils`).
 */
export async function checkMac(
  mac: string,
  event: WebhookEvent,
  body: Uint8Array,
  oaSecretKey: string,
): Promise<SignedWith | null> {
  const terms: [SignedWith, string | null | undefined][] = [
    ['app_id', event.app_id],
    ['oa_id', event.oa_id],
    ['recipient_id', event.recipient?.id],
    ['sender_id', event.sender?.id],
  ]
  for (const [name, term] of terms) {
    if (term == null) continue
    const signed = concatBytes(utf8(term), body, utf8(event.timestamp), utf8(oaSecretKey))
    if (equalInConstantTime(hex(await sha256(signed)), mac)) return name
  }
  return null
}
