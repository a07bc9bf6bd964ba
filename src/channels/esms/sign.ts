import { base64, concatBytes, equalInConstantTime, hex, utf8 } from '../signing.ts'

/** MD5 (RFC 1321). WebCrypto has none on Node, so each run time gives its own. */
export type Md5 = (data: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>

/**
 * Whether the `sign` of an inbound text is right: MD5 of `cpid smsid content receiverTime key`, joined without anything
 * between. Base64 in eSMS's samples, while its formula does not say: hex is taken too, and the plus of Base64 left plain
 * in a query, which reads as a blank. The sender is not part of it; MD5 over joined fields is weak: the secret in the path
 * is what keeps strangers out.
 */
export async function isRightlySigned(
  md5: Md5,
  key: string,
  { cpid = '', smsid = '', content = '', receiverTime = '', sign = '' }: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const digest = await md5(concatBytes(...[cpid, smsid, content, receiverTime, key].map(utf8)))
  const isBase64 = equalInConstantTime(base64(digest), sign.replaceAll(' ', '+'))
  const isHex = equalInConstantTime(hex(digest), sign.toLowerCase())
  return isBase64 || isHex
}
