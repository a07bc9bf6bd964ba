/**
 * Customer-care messages by brandname must match a text registered with eSMS, else it refuses them (146). The
 * registered texts are kept in a file, one a line, `{…}` for what changes: `Gia {cay} ngay {ngay}: {gia} d/kg.`
 */

/** The registered texts of a file, or what is wrong with it. Empty lines and those that begin with `#` say nothing. */
export function readTemplates(file: string): { templates: string[] } | { problem: string } {
  const templates: string[] = []
  for (const [index, line] of file.split('\n').entries()) {
    const template = squeeze(line)
    if (template === '' || template.startsWith('#')) continue
    const fixed = piecesOf(template).join('')
    if (/[{}]/.test(fixed)) return { problem: `line ${index + 1} has a brace without its other one` }
    if (!/\p{L}/u.test(fixed))
      return { problem: `line ${index + 1} has no words of its own, so that every text would match it` }
    templates.push(template)
  }
  return templates.length > 0 ? { templates } : { problem: 'it holds no text' }
}

/** Whether a text is one of the registered ones: letter by letter, blanks alike, one character or more for each `{…}`. */
export function makeTemplateCheck(templates: readonly string[]): (text: string) => boolean {
  const all = templates.map((template) => piecesOf(squeeze(template)))
  return (text) => {
    const squeezed = squeeze(text)
    return all.some((pieces) => isMatch(squeezed, pieces))
  }
}

const piecesOf = (template: string): string[] => template.split(/\{[^{}]*\}/)

const squeeze = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

/** The first place of each piece after the one before is as good as any later, so nothing is ever tried again. */
function isMatch(text: string, [first = '', ...rest]: readonly string[]): boolean {
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let end = first.length
  for (const piece of rest) {
    const at = text.indexOf(piece, end + 1)
    if (at === -1) return false
    end = at + piece.length
  }
  return text.endsWith(last) && text.length - last.length > end
}
