import { base64, equalInConstantTime, hex, makeHmac, sha256, utf8 } from '../signing.ts'
import { portVariants, withLegacyQuery } from './url-variants.ts'

/** Form fields in the order of their names; a repeated name has several values. */
export type FormFields = ReadonlyMap<string, readonly string[]>

/**
 * Checks `X-Twilio-Signature` (twilio.com/docs/usage/security). `url` is absolute, as Twilio called it; one that is
 * not absolute, or a missing signature, is never valid. Two implementations: this one everywhere, the `twilio`
 * package on Node.
 */
export interface SignatureCheck {
  /** A form request: the URL and all fields are signed. */
  form(url: string, signature: string | null, fields: FormFields): Promise<boolean>
  /** Any other body: its SHA-256 stands in the URL's `bodySHA256`, and the URL is signed. */
  body(url: string, signature: string | null, body: Uint8Array<ArrayBuffer>): Promise<boolean>
}

/** By WebCrypto, without the package: for run times where it cannot load. Gives the package's verdict in every case. */
export function createSignatureCheck(authToken: string): SignatureCheck {
  const hmac = makeHmac('SHA-1', authToken)
  const form: SignatureCheck['form'] = async (url, signature, fields) => {
    if (signature === null || !URL.canParse(url)) return false
    const signed = serializeFields(fields)
    for (const variant of urlVariants(url)) {
      const expected = base64(await hmac(utf8(variant + signed)))
      if (equalInConstantTime(expected, signature)) return true
    }
    return false
  }
  return {
    form,
    body: async (url, signature, body) => {
      if (!(await form(url, signature, new Map()))) return false
      const claimed = new URL(url).searchParams.get('bodySHA256') ?? ''
      return equalInConstantTime(hex(await sha256(body)), claimed)
    },
  }
}

/** Names in code unit order, each followed by its value; the values of a repeated name once each, in code unit order. */
function serializeFields(fields: FormFields): string {
  return [...fields.keys()]
    .sort()
    .flatMap((name) => [...new Set(fields.get(name))].sort().map((value) => name + value))
    .join('')
}

/** Twilio signs with or without the port, and the URL as set up or as `new URL` writes it. */
function urlVariants(url: string): Set<string> {
  const [bare, ported] = portVariants(url)
  const [normalBare, normalPorted] = portVariants(new URL(url).href)
  return new Set([bare, ported, normalBare, normalPorted, withLegacyQuery(normalBare), withLegacyQuery(normalPorted)])
}
