import { z } from 'zod'

/** Headers of an inbound text (user guide 1.4.5, `post-url`). `sender` is there only with `send-sender = true`. */
export const inboundHeaders = z.object({
  sender: z.string().min(1),
  receiver: z.string().nullable(),
  /** `2026-11-22 05:00:00`. */
  time: z.string().nullable(),
  /** 0 is 7-bit or recoded, 1 is 8-bit data, 2 is UCS-2. */
  coding: z
    .string()
    .nullable()
    .transform((coding) => coding ?? '0'),
  contentType: z
    .string()
    .nullable()
    .transform((type) => type ?? ''),
})

/** What our `post-url` adds: `id=%I`, Kannel's own id of the text, and `at=%T`, in seconds. What cannot be read is as if it were not there. */
export const inboundQuery = z.object({
  id: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional()
    .catch(undefined),
  at: z
    .string()
    .regex(/^\d{9,11}$/)
    .transform((seconds) => Number(seconds) * 1000)
    .optional()
    .catch(undefined),
})

/** What our `dlr-url` adds. */
export const statusQuery = z.object({
  outbox: z.string().regex(/^[0-9a-f-]{36}$/),
  attempt: z.string().regex(/^\d{1,3}$/),
  /** `%d`. */
  type: z.string(),
  /** `%A`. */
  reply: z.string().default(''),
  /** `%F`; what is no plain id is left out. */
  smsc: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .catch(''),
})
