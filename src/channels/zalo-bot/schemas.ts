import { z } from 'zod'

const id = z.string().regex(/^[\w.-]{1,64}$/)
/** What one shape too many must not make unreadable. */
const words = z.string().nullish().catch(undefined)

/** One update. */
const update = z.object({ event_name: z.string().min(1).max(100), message: z.unknown().optional() })

/** A post: the update itself as it really comes, or as the platform's page shows it, wrapped like an answer. */
export const posted = z.union([update, z.object({ result: update }).transform(({ result }) => result)])

export type Update = z.infer<typeof update>

/** A message by a person. */
export const message = z.object({
  message_id: z.string().min(1).max(200),
  /** Epoch ms. */
  date: z.int().nullish().catch(undefined),
  from: z.object({ id, is_bot: z.boolean().nullish().catch(undefined) }),
  chat: z.object({ id, chat_type: words }),
  text: words,
  caption: words,
  /** As documented; what really comes is `photo_url`. */
  photo: words,
  photo_url: words,
  voice_url: words,
  /** A sticker's picture. */
  url: words,
})

export type Message = z.infer<typeof message>

/** Every answer of the API; success is `ok`, whatever the HTTP status. */
export const apiAnswer = z.object({
  ok: z.boolean(),
  result: z
    .object({ message_id: z.string().min(1) })
    .nullish()
    .catch(undefined),
  error_code: z
    .union([z.int(), z.string()])
    .transform(String)
    .pipe(z.string().regex(/^-?\d{1,6}$/))
    .nullish()
    .catch(undefined),
})
