import type { Acknowledgement, InboundRequest } from '../channel.ts'

/** The answer to an inbound text names it and its sender, and what to tell them; that to a report is not read. */
export function acknowledgeEsms(message: string, { url }: InboundRequest): Acknowledgement {
  if (url.pathname.endsWith('/status')) return { contentType: 'text/plain', body: '' }
  const field = (name: string, value: string) => `<${name}>${toXml(value)}</${name}>`
  const fields = [
    field('Message', message),
    field('Smsid', url.searchParams.get('smsid') ?? ''),
    field('Receiver', url.searchParams.get('sender') ?? ''),
  ]
  return { contentType: 'text/xml; charset=utf-8', body: `<ClientResponse>${fields.join('')}</ClientResponse>` }
}

/** Text for an element; what XML 1.0 can't hold at all (§2.2) is left out. */
const toXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
