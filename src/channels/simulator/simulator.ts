import type { Channel, OutboundMessage } from '../channel.ts'

/**
 * The phone on the screen, as a channel: whatever is sent to it has arrived. What it was sent is read back from the
 * outbox, so that any process may have sent it.
 */
export const createSimulatorChannel = (form: 'sms' | 'zalo'): Channel => ({
  type: 'simulator',
  form,
  scheme: form === 'sms' ? 'tel' : 'zalo',
  routes: [],
  // So that a demonstration can show advertising too.
  hasBrandname: true,
  acknowledge: () => ({ contentType: 'text/plain', body: '' }),
  receive: async () => ({ type: 'refused', status: 400, code: 'no_webhook' }),
  send: async (message: OutboundMessage) => ({ type: 'wired', externalId: message.id }),
  findSent: async (message) => ({ type: 'found', externalId: message.id }),
})
