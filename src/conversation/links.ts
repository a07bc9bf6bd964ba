/** Links in texts: only to the operator's own pages, never by a shortener, behind which a stranger may put anything at any time. */

/** Services that shorten links, those common in Vietnam among them. */
const SHORTENERS = new Set([
  ...[
    'bit.ly',
    'bitly.com',
    'tinyurl.com',
    'goo.gl',
    't.co',
    'ow.ly',
    'is.gd',
    'v.gd',
    'cutt.ly',
    'rebrand.ly',
    'rb.gy',
  ],
  ...[
    'shorturl.at',
    'shorturl.com',
    's.id',
    't.ly',
    'tiny.cc',
    'tiny.one',
    'bl.ink',
    'buff.ly',
    'lnkd.in',
    'tr.im',
    'soo.gd',
  ],
  ...[
    'shope.ee',
    's.shopee.vn',
    'shorten.asia',
    'bom.so',
    'bom.to',
    'by.com.vn',
    's.net.vn',
    'ldp.to',
    'urlvn.net',
    'link.do',
  ],
  ...[
    'short.gy',
    'qr.page',
    'qrco.de',
    'linktr.ee',
    'adf.ly',
    'clck.ru',
    'surl.li',
    'u.to',
    'x.gd',
    'l.ead.me',
    'vt.tiktok.com',
  ],
])

/** A link with its scheme, or a bare name of a site: with an ending that no Vietnamese sentence runs into. */
const LINK =
  /(?:https?:\/\/|www\.)[^\s"'<>{}]+|(?<![\p{L}\p{N}.@-])(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|edu|gov|biz|asia|ly|gl|gd|gy|cc|ee|li|id|at|in|me|co|so|to|do|ru|im|one|page)(?:\/[^\s"'<>{}]*)?(?![\p{L}\p{N}])/giu

export interface StrangeLink {
  link: string
  host: string
  isShortener: boolean
}

/** The links of a text that must not stand in it. `own`: domains of the operator; what lies under them is theirs too. */
export function strangeLinks(text: string, own: readonly string[]): StrangeLink[] {
  return [...text.matchAll(LINK)].flatMap(([found]) => {
    const link = found.replace(/[.,;:!?)]+$/u, '')
    const host = hostOf(link)
    const isShort = isShortener(host)
    const isOwn = own.some((domain) => isUnder(host, domain.toLowerCase()))
    const isBareShort =
      !/^(?:https?:|www\.)/i.test(link) && !isShort && !/\.(?:vn|com|net|org|info|edu|gov|biz|asia)(?:\/|$)/i.test(link)
    return isBareShort || (isOwn && !isShort) ? [] : [{ link, host, isShortener: isShort }]
  })
}

/** Whether a domain is a service that shortens links, or lies under one: nobody's own. */
export const isShortener = (domain: string): boolean => [...SHORTENERS].some((known) => isUnder(domain, known))

const hostOf = (link: string): string =>
  link
    .replace(/^https?:\/\//iu, '')
    .replace(/^www\./iu, '')
    .split(/[/?#:]/u)[0]
    ?.toLowerCase() ?? ''

const isUnder = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** What to say of one, to whoever wrote it. */
export const linkProblem = ({ link, host, isShortener }: StrangeLink): { vi: string; en: string } =>
  isShortener
    ? {
        vi: `"${link}" là link rút gọn: người nhận không biết nó dẫn tới đâu, và người khác đổi được. Viết thẳng địa chỉ trang của mình`,
        en: `"${link}" is a shortened link: nobody sees where it leads, and strangers may change it. Write the address of your own page`,
      }
    : {
        vi: `"${link}": tên miền ${host} không phải của mình. Nếu là của mình, thêm vào links: trong content/sending.yaml`,
        en: `"${link}": ${host} is none of your own domains. If it is, add it to links: in content/sending.yaml`,
      }
