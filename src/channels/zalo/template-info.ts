import { z } from 'zod'
import { callZalo } from './api.ts'
import { callAuthorized, type ZaloSender } from './authorized.ts'

/** What Zalo has of one template. */
export interface TemplateInfo {
  name: string
  /** `ENABLE` where it may be sent; else `PENDING_REVIEW`, `REJECT`, `DISABLE`, or a word of Zalo's that is newer. */
  status: string
  /** `TRANSACTION`, `CUSTOMER_CARE`, `PROMOTION`; null: not told. */
  tag: string | null
  /** Đồng for one message by phone number, and by user id; null: not told. */
  phoneVnd: number | null
  userVnd: number | null
  params: readonly TemplateInfoParam[]
}

export interface TemplateInfoParam {
  name: string
  isRequired: boolean
  type: string | null
  /** Characters; null: not told. */
  least: number | null
  most: number | null
  mayBeEmpty: boolean
}

/** `refused`: Zalo's own code. `failed`: nobody could be asked. */
export type Told<T> = { type: 'told'; data: T } | { type: 'refused'; code: string } | { type: 'failed'; code: string }

/** Asks Zalo about one template. */
export const askTemplate = (sender: ZaloSender, id: string): Promise<Told<TemplateInfo>> =>
  ask(sender, `/template/info/v2?template_id=${encodeURIComponent(id)}`, info)

/** Asks Zalo how many templates may still go by phone today, and how many a day may have. */
export const askQuota = (sender: ZaloSender): Promise<Told<{ daily: number; remaining: number }>> =>
  ask(sender, '/message/quota', quota)

async function ask<T>(sender: ZaloSender, path: string, shape: z.ZodType<T>): Promise<Told<T>> {
  const { api, tokens } = sender
  const answer = await callAuthorized(tokens, 'business', (accessToken) =>
    callZalo(api, accessToken, path, undefined, 'business'),
  )
  switch (answer.type) {
    case 'no_token':
      return { type: 'failed', code: answer.result.type === 'throttled' ? 'busy' : answer.result.code }
    case 'refused':
      return answer
    case 'http':
      return { type: 'failed', code: `http_${answer.status}` }
    case 'unreached':
    case 'lost':
      return { type: 'failed', code: answer.code }
    case 'success': {
      const parsed = shape.safeParse(answer.data)
      return parsed.success ? { type: 'told', data: parsed.data } : { type: 'failed', code: 'unreadable_answer' }
    }
  }
}

/** Numbers have become text before; a price may have decimals. */
const figure = z
  .string()
  .regex(/^\d{1,12}(\.\d+)?$/)
  .transform(Number)
  .nullish()
  .catch(null)
  .transform((value) => value ?? null)
const words = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)

/** In the list of templates they are numbers (zalo.md §4.2). */
const STATUSES: Readonly<Record<string, string>> = {
  '1': 'ENABLE',
  '2': 'PENDING_REVIEW',
  '3': 'REJECT',
  '4': 'DISABLE',
}

const param = z
  .object({ name: z.string(), require: flag, type: words, minLength: figure, maxLength: figure, acceptNull: flag })
  .transform(
    ({ name, require, type, minLength, maxLength, acceptNull }): TemplateInfoParam => ({
      ...{ name, isRequired: require, type, least: minLength, most: maxLength, mayBeEmpty: acceptNull },
    }),
  )

const info = z
  .object({
    templateName: words,
    status: z.string(),
    templateTag: words,
    price_sdt: figure,
    price_uid: figure,
    listParams: z.array(param).nullish(),
  })
  .transform(
    ({ templateName, status, templateTag, price_sdt, price_uid, listParams }): TemplateInfo => ({
      ...{ name: templateName ?? '', status: STATUSES[status] ?? status, tag: templateTag },
      ...{ phoneVnd: price_sdt, userVnd: price_uid, params: listParams ?? [] },
    }),
  )

const quota = z
  .object({ dailyQuota: figure, remainingQuota: figure })
  .refine((told) => told.dailyQuota !== null && told.remainingQuota !== null)
  .transform(({ dailyQuota, remainingQuota }) => ({ daily: dailyQuota ?? 0, remaining: remainingQuota ?? 0 }))
