import { createSmsgateChannel } from '../../../src/channels/smsgate/channel.ts'
import { captureLog, toInbound } from '../../channels/rig.ts'
import { makeConfig, webhookUrl } from '../../channels/smsgate-rig.ts'
import { startSmsgateStandIn } from '../../stand-ins/smsgate.ts'
import { type Adapter, toPhones } from './adapter.ts'

const STATES = { delivered: 'Delivered', sent: 'Sent', failed: 'Failed', read: null, echoed: null } as const

export const smsgate: Adapter = {
  type: 'smsgate',
  ...toPhones,
  retriesFailed: true,
  async open({ now, wire, timeoutMs }) {
    const standIn = await startSmsgateStandIn({ now })
    const config = makeConfig(standIn, timeoutMs === undefined ? {} : { timeoutMs })
    return {
      channel: createSmsgateChannel({ config, fetch: wire(standIn.ask), log: captureLog().log, now }),
      taken: () =>
        standIn.messages.map(({ id, text }) => ({
          ids: [id],
          outboxId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
          text,
          report: (told) => {
            const state = STATES[told]
            return state === null ? null : toInbound(standIn.report(webhookUrl, id, state, 'RESULT_ERROR_NO_SERVICE'))
          },
        })),
      refusals: [
        { status: 400, body: { message: 'Bad request' } },
        { status: 401, body: '' },
        { status: 429, body: '' },
      ],
      stranger: () => {
        const messageId = crypto.randomUUID().replaceAll('-', '')
        const at = new Date(now()).toISOString()
        return toInbound(
          standIn.event(webhookUrl, 'sms:delivered', { messageId, phoneNumber: '+84912345678', deliveredAt: at }),
        )
      },
      close: standIn.close,
    }
  },
}
