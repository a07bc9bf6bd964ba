import { z } from 'zod'

const accountSid = z.string().min(1)
const messageSid = z.string().regex(/^(SM|MM)[0-9a-zA-Z]{1,64}$/)
const count = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number)

/** Fields of an inbound message that we use; Twilio adds others without notice (Messaging webhook reference). */
export const inboundFields = z.object({
  AccountSid: accountSid,
  MessageSid: messageSid,
  From: z.string().min(1),
  To: z.string().min(1),
  Body: z.string().default(''),
  NumMedia: count.default(0),
  /** Only with Advanced Opt-Out, when Twilio took the word itself and has answered. */
  OptOutType: z.string().optional(),
})

/** Fields of a status callback. */
export const statusFields = z.object({
  AccountSid: accountSid,
  MessageSid: messageSid,
  MessageStatus: z.string().min(1),
  To: z.string().optional(),
  ErrorCode: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
})

/** The answer to a message that Twilio took, and one entry of its list. */
export const messageResource = z.object({
  sid: messageSid,
  body: z.string().nullish(),
  to: z.string().nullish(),
  from: z.string().nullish(),
  direction: z.string().nullish(),
  status: z.string().nullish(),
  messaging_service_sid: z.string().nullish(),
  num_media: z.string().nullish(),
  /** RFC 2822. */
  date_created: z.string().nullish(),
})

export type MessageResource = z.infer<typeof messageResource>

/** One page of the list of messages. */
export const messageList = z.object({
  messages: z.array(messageResource),
  /** A path on the API's host; null on the last page. */
  next_page_uri: z.string().nullish(),
})

/** The body of a refusal. */
export const apiError = z.object({ code: z.number().int().nullish() })
