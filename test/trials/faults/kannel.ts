import { createKannelChannel } from '../../../src/channels/kannel/channel.ts'
import { fromKannel, makeConfig } from '../../channels/kannel-rig.ts'
import { captureLog } from '../../channels/rig.ts'
import { startKannelStandIn } from '../../stand-ins/kannel.ts'
import { type Adapter, toPhones } from './adapter.ts'

/** `%d` of each report. */
const KINDS = { delivered: 1, failed: 2, sent: 8, read: null, echoed: null }

export const kannel: Adapter = {
  type: 'kannel',
  ...toPhones,
  async open({ wire, timeoutMs }) {
    const standIn = await startKannelStandIn()
    const config = makeConfig(standIn, timeoutMs === undefined ? {} : { timeoutMs })
    const idOf = (dlrUrl: string) => new URL(dlrUrl).searchParams
    return {
      channel: createKannelChannel({ config, fetch: wire(standIn.ask), log: captureLog().log }),
      taken: () =>
        standIn.messages.map((sent) => {
          const outboxId = idOf(sent.dlrUrl).get('outbox') ?? ''
          return {
            ids: [`${outboxId}-${idOf(sent.dlrUrl).get('attempt')}`],
            ...{ outboxId, text: sent.text },
            report: (told) => {
              const kind = KINDS[told]
              return kind === null ? null : fromKannel(standIn.receipt(sent, kind, kind === 2 ? 'stat:UNDELIV' : ''))
            },
          }
        }),
      refusals: [
        { status: 503, body: 'Temporal failure, try again later.' },
        { status: 400, body: 'Not routable. Rejected' },
        { status: 403, body: 'Authorization failed for sendsms' },
        { status: 404, body: 'Unknown request.' },
      ],
      stranger: () => {
        const dlrUrl = `${config.publicUrl}/webhooks/kannel/${config.secret}/status?outbox=${crypto.randomUUID()}&attempt=1&type=%d`
        return fromKannel(
          standIn.receipt({ to: '', from: '', text: '', coding: '0', dlrMask: 31, dlrUrl, validity: '' }, 1),
        )
      },
      close: standIn.close,
    }
  },
}
