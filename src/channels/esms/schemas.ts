import { z } from 'zod'

/** Digits that come as a number or as text. */
const digits = z.union([z.string(), z.number()]).transform(String)

/** What a send is answered with, whatever its HTTP status. */
export const sendAnswer = z.object({
  CodeResult: digits.pipe(z.string().regex(/^\d{1,5}$/)),
  SMSID: digits.nullish(),
})

/** An inbound text, in the query. Its other fields (`keyword`, `serviceNumber`) repeat what is known. */
export const inboundFields = z.object({
  sender: z.string().min(1),
  content: z.string(),
  smsid: z.string().min(1).max(200),
  receiverTime: z.string(),
})

const given = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text))
const count = given.transform((text) => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0))

/** A report about a message, in the query. `telcoid`, `phonenumber` and the rest are not read. */
export const statusFields = z
  .object({
    SMSID: given,
    RequestId: given,
    SendStatus: z.string().min(1),
    SendSuccess: count,
    SendFailed: count,
    TotalPrice: given,
  })
  .refine(({ SMSID, RequestId }) => SMSID !== undefined || RequestId !== undefined)
