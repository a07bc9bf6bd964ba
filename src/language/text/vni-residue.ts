import { undoVni } from './typing.ts'

/** A word of residue: where it stands in the text, as typed, and what was meant (lower case). */
export interface Residue {
  start: number
  said: string
  undone: string
}

/** Letters with digits among or behind them. */
const candidate = /(?<![\p{L}\p{M}\d.,])[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)*[1-9]{0,2}(?![\p{L}\p{M}\d]|[.,]\d)/gu
const standsBehindFigure = /(?:^|[\s.,])\d[\d.,]*\s*$/
const hasDigitInside = /\d[A-Za-z]/
/** Units and other words that figures stand behind (`3 ta5` may be 3 tạ 5, `sao2` 2 of a sào). */
const counted = new Set(
  'ta tan yen can kg ky ki lang g sao ha m mau thuoc con bao gui ganh k n tr trieu nghin ngan ty cu lit l chai thang ngay mung ngay vu so nam thu gio h lop doi to lo'.split(
    ' ',
  ),
)
/** What farmers write about: a digit at the end is a mark only where it makes one of these, where nothing else in the text tells. */
const farmWords = new Set(
  'giá ngô lúa thóc gạo gừng nghệ quế hồi sắn lạc mía chè lê mận đào dẻ trâu bò lợn gà vịt dê bê đỗ đậu bắp rừng ruộng nương đất bán cũ mới rẻ đắt vụ xã huyện bản'.split(
    ' ',
  ),
)

/**
 * The words that a VNI keyboard left with its digits (`lu1a`, `gia1 gu7ng2`). A digit inside a word shows it; one at the end is a mark only beside such a word,
 * or where a figure follows (`ngo6 3 ta`), or where several words end so and all become words of a farmer. Else it is a figure.
 */
export function vniResidue(text: string): Residue[] {
  if (!/[a-z][1-9]/i.test(text)) return []
  const inside: Residue[] = []
  const behind: (Residue & { isKnown: boolean; beforeFigure: boolean })[] = []
  for (const match of text.matchAll(candidate)) {
    const [said] = match
    if (!/\d/.test(said)) continue
    const start = match.index
    const undone = undoVni(said.toLowerCase())
    if (undone === null) continue
    if (hasDigitInside.test(said)) inside.push({ start, said, undone })
    else if (!standsBehindFigure.test(text.slice(Math.max(0, start - 12), start)) || isUnit(said)) {
      const beforeFigure = /^\s+\d/.test(text.slice(start + said.length, start + said.length + 4))
      behind.push({ start, said, undone, isKnown: farmWords.has(undone), beforeFigure })
    }
  }
  if (inside.length > 0) return [...inside, ...behind].sort((a, b) => a.start - b.start)
  const known = behind.filter(({ said, isKnown }) => isKnown && !isUnit(said))
  if (known.length > 1 && known.length === behind.length) return known
  return known.filter(({ beforeFigure }) => beforeFigure)
}

const isUnit = (said: string): boolean => counted.has(said.toLowerCase().replace(/\d+$/, ''))
