import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Channel } from './channels/channel.ts'
import { createEsmsChannel } from './channels/esms/channel.ts'
import { readTemplates } from './channels/esms/templates.ts'
import { createKannelChannel } from './channels/kannel/channel.ts'
import type { ChannelLog } from './channels/log.ts'
import type { Fetch } from './channels/provider-call.ts'
import { createSimulatorChannel } from './channels/simulator/simulator.ts'
import { createSmsgateChannel } from './channels/smsgate/channel.ts'
import { mediaAuthorization } from './channels/twilio/api.ts'
import { createTwilioChannel } from './channels/twilio/channel.ts'
import { createNodeSignatureCheck } from './channels/twilio/signature-node.ts'
import type { ZaloSender } from './channels/zalo/authorized.ts'
import { createZaloChannel } from './channels/zalo/channel.ts'
import { createTokenSource, type TokenSource } from './channels/zalo/tokens.ts'
import { createZbsChannels } from './channels/zalo/zbs-channel.ts'
import { createZaloBotChannel } from './channels/zalo-bot/channel.ts'
import { ConfigError } from './config/config-error.ts'
import type { Config } from './config.ts'
import type { Log } from './server/log.ts'
import { createTokenStorage } from './server/zalo-token-storage.ts'
import type { Store } from './store/store.ts'

interface ChannelParts {
  store: Store
  fetch: Fetch
  log: Log
  clock: () => number
  newId: () => string
  /** See {@link templatesOf}. */
  templates: string[] | undefined
}

/** Every channel the environment configures, and outside production the simulator; with the source of Zalo's tokens, where there is one. */
export function channelsOf(config: Config, parts: ChannelParts): { channels: Channel[]; tokens?: TokenSource } {
  const { fetch: send, log, clock } = parts
  const channels: Channel[] = []
  if (config.kannel) channels.push(createKannelChannel({ config: config.kannel, fetch: send, log }))
  if (config.smsgate) channels.push(createSmsgateChannel({ config: config.smsgate, fetch: send, log, now: clock }))
  if (config.esms) {
    const esms = { ...config.esms, ...(parts.templates ? { templates: parts.templates } : {}) }
    const md5 = (data: Uint8Array) => createHash('md5').update(data).digest()
    channels.push(createEsmsChannel({ config: esms, fetch: send, log, now: clock, md5 }))
  }
  if (config.twilio) {
    const check = createNodeSignatureCheck(config.twilio.authToken)
    channels.push(createTwilioChannel({ config: config.twilio, fetch: send, log, check }))
  }
  const zalo = zaloSenderOf(config, parts)
  if (zalo) channels.push(createZaloChannel(zalo), ...createZbsChannels(zalo))
  if (config.zaloBot) channels.push(createZaloBotChannel({ config: config.zaloBot, fetch: send, log }))
  if (!config.isProduction) channels.push(createSimulatorChannel('sms'), createSimulatorChannel('zalo'))
  return zalo ? { channels, tokens: zalo.tokens } : { channels }
}

/** The Official Account's calls and tokens, safe beside other processes; undefined: it is not configured. */
export function zaloSenderOf(
  { zalo: config }: Config,
  {
    store,
    fetch: send,
    log,
    clock,
    newId,
  }: Pick<ChannelParts, 'store' | 'fetch' | 'clock' | 'newId'> & { log: ChannelLog },
): ZaloSender | undefined {
  if (config === undefined) return undefined
  const api = { config, fetch: send, log, now: clock }
  const storage = createTokenStorage(store, `zalo ${config.oaId}`, clock)
  return { api, tokens: createTokenSource({ api, storage, hash: store.keys.hash, makeNonce: newId }) }
}

/** What is told, by origin, where a file that came with a message is fetched. */
export const mediaAuthorizations = ({ twilio }: Config): Record<string, string> =>
  twilio ? mediaAuthorization(twilio) : {}

/**
 * The texts registered with eSMS; undefined: no file is named. Throws ConfigError where it can't be read, before anything is
 * opened: without it eSMS would refuse one message after another.
 */
export function templatesOf({ esms }: Config): string[] | undefined {
  if (esms?.templateFile === undefined) return undefined
  let file: string
  try {
    file = readFileSync(esms.templateFile, 'utf8')
  } catch (cause) {
    throw new ConfigError(`ESMS_TEMPLATES names ${esms.templateFile}, which can not be read.`, { cause })
  }
  const read = readTemplates(file)
  if ('problem' in read) throw new ConfigError(`ESMS_TEMPLATES names ${esms.templateFile}: ${read.problem}.`)
  return read.templates
}
