import { createHash } from 'node:crypto'
import { createEsmsChannel } from '../../../src/channels/esms/channel.ts'
import { called, makeConfig, moSecret } from '../../channels/esms-rig.ts'
import { captureLog, publicUrl } from '../../channels/rig.ts'
import { startEsmsStandIn } from '../../stand-ins/esms.ts'
import { type Adapter, toPhones } from './adapter.ts'

const FIELDS = {
  delivered: {},
  sent: { SendStatus: '7', SendSuccess: '0' },
  failed: { SendSuccess: '0', SendFailed: '1' },
  read: null,
  echoed: null,
}

const refusal = (CodeResult: string) => ({ status: 200, body: { CodeResult, CountRegenerate: 0 } })

export const esms: Adapter = {
  type: 'esms',
  ...toPhones,
  async open({ now, wire, timeoutMs }) {
    const standIn = await startEsmsStandIn({ now })
    const config = makeConfig(standIn, timeoutMs === undefined ? {} : { timeoutMs })
    const md5 = (data: Uint8Array) => createHash('md5').update(data).digest()
    return {
      channel: createEsmsChannel({ config, fetch: wire(standIn.ask), log: captureLog().log, now, md5 }),
      taken: () =>
        standIn.messages.map((sent) => ({
          ids: [sent.smsId, sent.requestId],
          ...{ outboxId: sent.requestId, text: sent.text },
          report: (told) => {
            const fields = FIELDS[told]
            return fields === null ? null : called(standIn.report(sent, fields))
          },
        })),
      refusals: ['160', '99', '103', '108', '146', '999'].map(refusal),
      stranger: () => {
        const query = new URLSearchParams({ SMSID: crypto.randomUUID(), RequestId: crypto.randomUUID() })
        return called(
          `${publicUrl}/webhooks/esms/${moSecret}/status?${query}&SendStatus=5&SendSuccess=1&SendFailed=0&phonenumber=84912345678`,
        )
      },
      close: standIn.close,
    }
  },
}
