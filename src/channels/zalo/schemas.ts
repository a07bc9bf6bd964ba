import { z } from 'zod'

/** Ids are digits beyond 2^53, but an anonymous visitor's may hold letters. Numbers have become text before. */
const id = z.string().regex(/^[\w.-]{1,64}$/)
const party = z.object({ id, admin_id: id.nullish() })
const words = z.string().nullish()

/** What all webhook bodies share: some are flat (`oa_id`), some have sender and recipient. */
export const webhookEvent = z.object({
  app_id: id,
  event_name: z.string().min(1).max(100),
  timestamp: z.string().min(1).max(20),
  oa_id: id.nullish(),
  user_id: id.nullish(),
  sender: party.nullish(),
  recipient: party.nullish(),
  follower: party.nullish(),
  message: z.unknown().optional(),
  info: z.unknown().optional(),
  template_id: words,
  status: z.unknown().optional(),
  quota: z.unknown().optional(),
})

export type WebhookEvent = z.infer<typeof webhookEvent>

const coordinates = z.object({ latitude: words, longitude: words, lat: words, long: words })

const attachmentPayload = z.object({
  url: words,
  thumbnail: words,
  description: words,
  name: words,
  /** A template's own words, in the echo of what we sent. */
  text: words,
  coordinates: coordinates.nullish(),
})

/** A message by a person, or the echo of one of the Official Account's. */
export const message = z.object({
  msg_id: z.string().min(1),
  text: words,
  attachments: z.array(z.object({ type: words, payload: attachmentPayload.nullish() })).nullish(),
  /** A shape of `user_send_location` that two guides show. */
  location: coordinates.nullish(),
})

export type Message = z.infer<typeof message>

/** A receipt: one id (delivered), or several (seen). `tracking_id` and `delivery_time` only on template messages by phone number. */
export const receipt = z.object({
  msg_id: z.string().nullish(),
  msg_ids: z.array(z.string()).nullish(),
  tracking_id: words,
  delivery_time: words,
})

/** `user_click_response_button`: `data` is what stands on the button of a template sent by phone number. */
export const pressed = z.object({
  tracking_id: z.string().min(1),
  data: z.string().trim().min(1).max(200),
  submit_time: z.string().min(1),
  button_type: z.literal('response'),
})

/** `change_template_status` and `change_oa_daily_quota`: how it stands now. */
export const newStatus = z.object({ new_status: z.string().regex(/^\w{1,40}$/) })
export const newQuota = z.object({ new_value: z.string().regex(/^\d{1,9}$/) })

/** `user_submit_info`, today's shape and the older one: both have these. The phone may have been a number. */
export const sharedInfo = z.object({ name: words, phone: words })

/** Every answer of the API: success is `error` 0, whatever the HTTP status. Numbers have become text before. */
export const apiAnswer = z.object({
  error: z.string().regex(/^-?\d{1,6}$/),
  data: z.unknown().optional(),
})

/** What is told of a message that was taken: `message_id` to a user, `msg_id` to a phone number, each with a quota of its own shape. */
export const sentData = z.object({
  message_id: words,
  msg_id: words,
  quota: z.object({ quota_type: words, remain: words, dailyQuota: words, remainingQuota: words }).nullish().catch(null),
})

/** The answer to a token call: a pair, or an error of the -14xxx family. */
export const tokenAnswer = z.object({
  access_token: z.string().min(1).nullish(),
  refresh_token: z.string().min(1).nullish(),
  /** Seconds as text: `"90000"`. */
  expires_in: z
    .string()
    .regex(/^\d{1,9}$/)
    .nullish(),
  error: z
    .string()
    .regex(/^-?\d{1,6}$/)
    .nullish(),
})
