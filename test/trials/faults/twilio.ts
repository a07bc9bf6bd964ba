import { createTwilioChannel } from '../../../src/channels/twilio/channel.ts'
import { createSignatureCheck } from '../../../src/channels/twilio/signature.ts'
import { captureLog, publicUrl, toInbound } from '../../channels/rig.ts'
import { makeConfig } from '../../channels/twilio-rig.ts'
import { startTwilioStandIn } from '../../stand-ins/twilio.ts'
import { type Adapter, toPhones } from './adapter.ts'

const STATUSES = { delivered: 'delivered', sent: 'sent', failed: 'undelivered', read: 'read', echoed: null }
/** Handset unreachable, unknown, the operator gives no reason. */
const FAILED = 30_005

const refusal = (status: number, code: number) => ({ status, body: { code, message: 'refused', status } })

export const twilio: Adapter = {
  type: 'twilio',
  ...toPhones,
  async open({ now, wire, timeoutMs }) {
    const standIn = await startTwilioStandIn({ now, listLagMs: 4000 })
    const config = makeConfig(standIn, timeoutMs === undefined ? {} : { timeoutMs })
    const check = createSignatureCheck(standIn.authToken)
    return {
      channel: createTwilioChannel({ config, fetch: wire(standIn.ask), log: captureLog().log, check }),
      taken: () =>
        standIn.messages.map(({ sid, body, statusCallback }) => ({
          ids: [sid],
          outboxId: new URL(statusCallback ?? '').searchParams.get('outbox') ?? '',
          text: body,
          report: (told) => {
            const status = STATUSES[told]
            const code = told === 'failed' ? FAILED : undefined
            return status === null ? null : toInbound(standIn.statusCallback(sid, status, code))
          },
        })),
      refusals: [
        refusal(429, 20_429),
        refusal(400, 30_001),
        refusal(400, 21_211),
        refusal(400, 21_610),
        refusal(401, 20_003),
      ],
      stranger: () =>
        toInbound(
          standIn.sign(`${publicUrl}/webhooks/twilio/status?outbox=${crypto.randomUUID()}`, {
            ...{ MessageSid: `SM${crypto.randomUUID().replaceAll('-', '')}`, MessageStatus: 'delivered' },
            AccountSid: standIn.accountSid,
          }),
        ),
      close: standIn.close,
    }
  },
}
