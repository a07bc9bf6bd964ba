import type { DeliveryStatus } from '../channel.ts'

/** What became of a message, as far as one receipt tells. */
export interface Told {
  status: DeliveryStatus
  /** Of a failure: a short word, or the operator's number. */
  code?: string
}

/** SMPP 3.4 command_status with which an operator refuses a message. */
const smppErrors: Readonly<Record<number, string>> = {
  1: 'invalid_length',
  8: 'system_error',
  10: 'invalid_source',
  11: 'invalid_destination',
  13: 'bind_failed',
  14: 'bad_password',
  20: 'queue_full',
  69: 'submit_failed',
  88: 'throttled',
  100: 'temporary_error',
  101: 'permanent_error',
  102: 'rejected_by_operator',
  254: 'delivery_failure',
}

/** `stat:` of a receipt's text (SMPP 3.4, appendix B), where it tells of a failure. */
const receiptStates: Readonly<Record<string, string>> = {
  EXPIRED: 'expired',
  DELETED: 'deleted',
  UNDELIV: 'undeliverable',
  UNKNOWN: 'unknown',
  REJECTD: 'rejected',
}

/** Bits of `%d`; 32 stands beside 2 where the time of a message ran out (seen at 1.4.5; the user guide has none of it). */
const DELIVERED = 1
const NOT_DELIVERED = 2
const BUFFERED = 4
const ACCEPTED = 8
const REFUSED = 16

/**
 * Reads Kannel's `%d` (the kind of report) and `%A` (what the operator said); null for a kind that is not known. A receipt's text
 * begins with words of our own message, so no more of it is kept than a code.
 */
export function readReceipt(kind: string, reply: string): Told | null {
  const bits = /^\d{1,3}$/.test(kind) ? Number(kind) : 0
  if (bits & DELIVERED) return { status: 'delivered' }
  if (bits & NOT_DELIVERED) return { status: 'failed', code: codeOf(reply) ?? 'not_delivered' }
  if (bits & REFUSED) return { status: 'failed', code: codeOf(reply) ?? 'refused' }
  // Buffered: the operator has it and goes on trying.
  return bits & (ACCEPTED | BUFFERED) ? { status: 'sent' } : null
}

/** `NACK/0x0000000b/Invalid Destination Address` → `invalid_destination`; `… stat:UNDELIV err:027 …` → `undeliverable_027`. */
function codeOf(reply: string): string | undefined {
  const refused = /^NACK\/0x([0-9a-f]{1,8})\b/i.exec(reply)?.[1]
  if (refused !== undefined) {
    const number = Number.parseInt(refused, 16)
    return smppErrors[number] ?? `smpp_0x${number.toString(16).padStart(2, '0')}`
  }
  // Kannel's own words, for what it did not even hand to the operator: MALFORMED, REJECTED.
  const own = /^NACK\/([A-Z]{1,20})\b/i.exec(reply)?.[1]
  if (own !== undefined) return `kannel_${own.toLowerCase()}`
  const state = receiptStates[/\bstat:([A-Z]{1,10})\b/i.exec(reply)?.[1]?.toUpperCase() ?? '']
  if (state === undefined) return undefined
  const reason = /\berr:([0-9a-z]{1,4})\b/i.exec(reply)?.[1]?.toLowerCase() ?? ''
  return /[^0]/.test(reason) ? `${state}_${reason}` : state
}
