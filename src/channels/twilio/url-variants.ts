/** A URL without its port, and with one: its own, else the scheme's. Nothing else of it is rewritten. */
export function portVariants(url: string): readonly [bare: string, ported: string] {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(url)
  if (match === null) return [url, url]
  const [, scheme = '', authority = '', rest = ''] = match
  const hostStart = authority.lastIndexOf('@') + 1
  const host = authority.slice(hostStart)
  // In `[::1]:8443` only a colon behind the bracket begins a port.
  const colon = host.indexOf(':', host.lastIndexOf(']') + 1)
  const name = colon === -1 ? host : host.slice(0, colon)
  const bare = scheme + authority.slice(0, hostStart) + name + rest
  if (colon !== -1) return [bare, url]
  const port = scheme.toLowerCase() === 'https://' ? ':443' : ':80'
  return [bare, scheme + authority.slice(0, hostStart) + name + port + rest]
}

/** The query taken apart and written again as Node's `querystring` does, for servers that signed it so. */
export function withLegacyQuery(url: string): string {
  const start = url.indexOf('?')
  if (start === -1 || start === url.length - 1) return url
  const values: Record<string, string[]> = Object.create(null)
  // Like `querystring.parse`, no more than 1,000 pairs.
  const pairs = url
    .slice(start + 1)
    .split('&')
    .filter((pair) => pair !== '')
  for (const pair of pairs.slice(0, 1000)) {
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1))
    values[name] = [...(values[name] ?? []), value]
  }
  const written = Object.entries(values).flatMap(([name, several]) =>
    several.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  )
  return `${url.slice(0, start)}?${written.join('&')}`
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeLeniently(spaced)
  }
}

/** A broken escape stays as it is; bytes that are no UTF-8 become U+FFFD. */
function decodeLeniently(text: string): string {
  const bytes: number[] = []
  for (let index = 0; index < text.length; index += 1) {
    const escaped = /^%([0-9a-f]{2})/i.exec(text.slice(index, index + 3))
    bytes.push(escaped?.[1] === undefined ? text.charCodeAt(index) : Number.parseInt(escaped[1], 16))
    if (escaped !== null) index += 2
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
}
