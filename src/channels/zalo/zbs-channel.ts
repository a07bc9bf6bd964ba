import type { Channel } from '../channel.ts'
import type { ZaloSender } from './authorized.ts'
import { createClosures } from './closures.ts'
import { classOf } from './errors.ts'
import { sendTemplate, WAYS } from './send-template.ts'

/**
 * ZBS templates of a Zalo Official Account: one channel to phone numbers, one to its users, which share tokens with the account's own. What
 * comes back, receipts and all, comes by the account's webhook.
 */
export function createZbsChannels(sender: ZaloSender): [byPhone: Channel, byUser: Channel] {
  const { now } = sender.api
  const byPhone = createClosures(now, (code) => classOf(WAYS.tel.table, code) === 'template')
  const byUser = createClosures(now, (code) => classOf(WAYS.zalo.table, code) === 'template')
  const trouble = (): string | null => {
    const broken = [...byPhone.broken(), ...byUser.broken()].map(([id, code]) => `template ${id} refused: ${code}`)
    return broken.length === 0 ? null : [...new Set(broken)].join(', ')
  }
  const common = {
    type: 'zbs',
    form: 'template',
    routes: [],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    // Nobody can post here: it has no route.
    receive: async () => ({ type: 'refused', status: 403, code: 'no_route' }),
    reports: true,
    hasBrandname: true,
  } as const satisfies Partial<Channel>
  return [
    { ...common, scheme: 'tel', trouble, send: (message) => sendTemplate(sender, 'tel', byPhone, message) },
    { ...common, scheme: 'zalo', send: (message) => sendTemplate(sender, 'zalo', byUser, message) },
  ]
}
