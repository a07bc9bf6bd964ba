import { createZaloBotChannel } from '../../../src/channels/zalo-bot/channel.ts'
import { captureLog } from '../../channels/rig.ts'
import { makeConfig } from '../../channels/zalo-bot-rig.ts'
import { startZaloBotStandIn } from '../../stand-ins/zalo-bot.ts'
import type { Adapter } from './adapter.ts'

const userOf = (person: number): string => `farmer${person}`
const refusal = (code: number) => ({ status: code, body: { ok: false, error_code: code, description: 'refused' } })

/** It reports nothing, and nothing can be asked. */
export const zaloBot: Adapter = {
  type: 'zalo-bot',
  scheme: 'zalo',
  addressOf: (person) => `zalo:bot:${userOf(person)}`,
  async open({ now, wire, timeoutMs }, people) {
    const standIn = await startZaloBotStandIn({ now })
    for (let person = 0; person < people; person++) standIn.interact(userOf(person))
    const config = makeConfig(standIn, timeoutMs === undefined ? {} : { timeoutMs })
    return {
      channel: createZaloBotChannel({ config, fetch: wire(standIn.ask), log: captureLog().log }),
      taken: () => standIn.messages.map(({ id, text }) => ({ ids: [id], text, report: () => null })),
      refusals: [400, 401, 403, 404, 408, 429].map(refusal),
      stranger: () => null,
      close: standIn.close,
    }
  },
}
