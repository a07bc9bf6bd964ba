import type { ZaloApi } from '../../../src/channels/zalo/api.ts'
import { createZaloChannel } from '../../../src/channels/zalo/channel.ts'
import { outboxIdOf } from '../../../src/channels/zalo/send-template.ts'
import { createZbsChannels } from '../../../src/channels/zalo/zbs-channel.ts'
import { memoryTokenStorage } from '../../channels/memory-token-storage.ts'
import { captureLog, toInbound } from '../../channels/rig.ts'
import { makeConfig, startProcess, webhookUrl } from '../../channels/zalo-rig.ts'
import { approved, SAID } from '../../delivery/zbs-rig.ts'
import { startZaloStandIn } from '../../stand-ins/zalo.ts'
import { type Adapter, toPhones } from './adapter.ts'

const refusal = (error: number) => ({ status: 200, body: { error, message: `refused ${error}` } })

/** Templates by phone number; what they tell comes by the webhook of the Official Account. */
export const zbs: Adapter = {
  type: 'zbs',
  ...toPhones,
  isSpared: (url) => url.includes('/access_token'),
  // A reply is never said by a template alone.
  classes: ['service', 'reminder', 'broadcast'],
  program: approved(),
  async open({ now, wire, timeoutMs }) {
    const standIn = await startZaloStandIn({ now })
    standIn.zbs.register(SAID, [{ name: 'what', maxLength: 100 }])
    const refreshToken = standIn.oauth.addGrant().refreshToken
    const config = makeConfig(standIn, {
      refreshToken,
      zbsUrl: standIn.url,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    const api: ZaloApi = { config, fetch: wire(standIn.ask), log: captureLog().log, now }
    const sender = { api, tokens: startProcess(api, memoryTokenStorage()) }
    const [channel] = createZbsChannels(sender)
    return {
      channel,
      receiver: createZaloChannel(sender),
      taken: () =>
        standIn.zbs.sent.map((sent) => ({
          ids: [sent.id],
          outboxId: outboxIdOf(sent.trackingId ?? ''),
          text: `Đã ghi: ${sent.values.what}.`,
          report: (told) => (told === 'delivered' ? toInbound(standIn.templateReceipt(webhookUrl, sent)) : null),
        })),
      refusals: [-100, -115, -118, -124, -139, -230, -1121].map(refusal),
      stranger: () => null,
      close: standIn.close,
    }
  },
}
