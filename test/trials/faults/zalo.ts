import type { ZaloApi } from '../../../src/channels/zalo/api.ts'
import { createZaloChannel } from '../../../src/channels/zalo/channel.ts'
import { memoryTokenStorage } from '../../channels/memory-token-storage.ts'
import { captureLog, toInbound } from '../../channels/rig.ts'
import { makeConfig, startProcess, webhookUrl } from '../../channels/zalo-rig.ts'
import { startZaloStandIn } from '../../stand-ins/zalo.ts'
import type { Adapter } from './adapter.ts'

const userOf = (person: number): string => `33445566778899${String(person).padStart(5, '0')}`
const refusal = (error: number) => ({ status: 200, body: { error, message: `refused ${error}` } })

export const zalo: Adapter = {
  type: 'zalo',
  scheme: 'zalo',
  addressOf: (person) => `zalo:${userOf(person)}`,
  // A pair that is lost ends the account until a person acts.
  isSpared: (url) => url.includes('/access_token'),
  async open({ now, wire, timeoutMs }, people) {
    const standIn = await startZaloStandIn({ now })
    for (let person = 0; person < people; person++) standIn.interact(userOf(person))
    const refreshToken = standIn.oauth.addGrant().refreshToken
    const config = makeConfig(standIn, { refreshToken, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
    const api: ZaloApi = { config, fetch: wire(standIn.ask), log: captureLog().log, now }
    return {
      channel: createZaloChannel({ api, tokens: startProcess(api, memoryTokenStorage()) }),
      taken: () =>
        standIn.messages.map((sent) => ({
          ids: [sent.id],
          text: sent.text,
          report: (told) => {
            if (told === 'echoed') return toInbound(standIn.echo(webhookUrl, sent))
            if (told !== 'delivered' && told !== 'read') return null
            return toInbound(standIn.receipt(webhookUrl, sent, told === 'read' ? 'seen' : 'received'))
          },
        })),
      refusals: [-32, -100, -200, -201, -204, -216, -230, -321].map(refusal),
      stranger: () => {
        const sent = {
          id: crypto.randomUUID(),
          to: userOf(0),
          text: '',
          buttons: [],
          templateType: undefined,
          at: now(),
        }
        return toInbound(standIn.receipt(webhookUrl, sent, 'received'))
      },
      close: standIn.close,
    }
  },
}
