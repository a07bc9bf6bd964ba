import { z } from 'zod'

/** A date of the app, ISO 8601 with an offset, as epoch ms; undefined where it cannot be read. */
const instant = z
  .string()
  .optional()
  .transform((text) => {
    const at = Date.parse(text ?? '')
    return Number.isNaN(at) ? undefined : at
  })

const receivedPayload = z.object({
  /** Newer versions; `phoneNumber` in older ones. */
  sender: z.string().optional(),
  phoneNumber: z.string().optional(),
  message: z.string(),
  simNumber: z.number().nullish(),
  receivedAt: z.string(),
})

export type ReceivedPayload = z.infer<typeof receivedPayload>

/** What the app posts (docs.sms-gate.app, Webhooks). */
export const envelope = z.object({
  id: z.string().min(1),
  deviceId: z.string().min(1),
  event: z.string().min(1),
  payload: z.unknown().optional(),
})

export const smsReceived = receivedPayload

/** Several at once: an inbox read again after an outage. */
export const smsBatchReceived = z.object({ messages: z.array(receivedPayload) })

export const smsStatus = z.object({
  messageId: z.string().min(1),
  reason: z.string().optional(),
  sentAt: instant,
  deliveredAt: instant,
  failedAt: instant,
  cancelledAt: instant,
})

/** The answer to a message that was taken, and the state of one asked for. */
export const messageState = z.object({ id: z.string().min(1), state: z.string().min(1) })
