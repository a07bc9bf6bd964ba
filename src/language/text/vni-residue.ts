import { isAccentedSyllable } from './syllables.ts'
import { undoVni } from './typing.ts'
import { isMarkedFor, isTwiceMarked } from './vni-phrases.ts'

/** A word of residue: where it stands in the text, as typed, and what was meant (lower case). */
export interface Residue {
  start: number
  said: string
  undone: string
}

/** Letters with digits among or behind them. */
const candidate = /(?<![\p{L}\p{M}\d.,])[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)*[1-9]{0,2}(?![\p{L}\p{M}\d]|[.,]\d)/gu
const standsBehindFigure = /(?:^|[\s.,])\d[\d.,]{0,12}\s{0,3}$/
const hasDigitInside = /\d[A-Za-z]/
/** Units and other words that figures stand behind (`3 ta5` may be 3 tạ 5, `sao2` 2 of a sào). */
const counted = new Set(
  'ta tan yen can kg ky ki lang g sao ha m mau thuoc con bao gui ganh k n tr trieu nghin ngan ty cu lit l chai thang ngay mung ngay vu so nam thu gio h lop doi to lo'.split(
    ' ',
  ),
)
const numbered = new Set('thua lo so xom thon to khu doi bang hang ap ho nha loai cap nhom lan dot lop'.split(' '))
/** What farmers write about: a digit at the end is a mark only where it makes one of these, where nothing else in the text tells. */
const farmWords = new Set(
  'giá ngô lúa thóc gạo gừng nghệ quế hồi sắn lạc mía chè lê mận đào dẻ trâu bò lợn gà vịt dê bê đỗ đậu bắp rừng ruộng nương đất bán cũ mới rẻ đắt vụ xã huyện bản'.split(
    ' ',
  ),
)

const plainFarmWords = new Set(
  [...farmWords].map((word) => word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')),
)

/** `gung17`: what is gừng without the figure is not gứng with it. */
const isPricedCrop = (said: string, undone: string): boolean =>
  plainFarmWords.has(lettersOf(said)) && !farmWords.has(undone)

/**
 * The words that a VNI keyboard left with its digits (`lu1a`, `gia1 gu7ng2`). A digit inside a word shows it, and two at the end of one or what stands behind a word of a day; one at the end is a mark only beside such a word,
 * or where a figure follows (`ngo6 3 ta`), or where several words end so (`seng1 cu1, ban1 12 bao`). Else it is a figure.
 */
export function vniResidue(text: string): Residue[] {
  if (!/[a-z][1-9]/i.test(text)) return []
  const inside: Residue[] = []
  const behind: Ending[] = []
  for (const match of text.matchAll(candidate)) {
    const [said] = match
    if (!/\d/.test(said)) continue
    const start = match.index
    const undone = undoVni(said.toLowerCase())
    if (undone === null) continue
    const next = text.slice(start + said.length, start + said.length + NEXT_REACH)
    const isTwice = !isNumbered(said) && !isPricedCrop(said, undone) && isTwiceMarked(said, undone, isUnit(said), next)
    if (hasDigitInside.test(said) || isTwice || isMarkedFor(undone, next)) inside.push({ start, said, undone })
    else behind.push({ start, said, undone, isCounted: isBehindFigure(text, start) && !isUnit(said) })
  }
  if (inside.length > 0) return [...inside, ...behind].sort((a, b) => a.start - b.start)
  const telling = behind.filter(
    ({ said, undone, isCounted }) => !isCounted && !isUnit(said) && !isNumbered(said) && isAccentedSyllable(undone),
  )
  if (new Set(telling.map(({ said }) => lettersOf(said))).size > 1) return behind
  return behind.filter(({ start, said, undone, isCounted }) => {
    const isKnown = !isCounted && !isUnit(said) && farmWords.has(undone)
    return isKnown && beforeFigure.test(text.slice(start + said.length, start + said.length + 4))
  })
}

const beforeFigure = /^\s+\d/
const FIGURE_REACH = 18
/** As much as is looked at behind a word. */
const NEXT_REACH = 24

function isBehindFigure(text: string, start: number): boolean {
  return standsBehindFigure.test(text.slice(Math.max(0, start - FIGURE_REACH), start))
}

/** A word with a digit at its end. */
interface Ending extends Residue {
  /** Whether a figure stands before it, of which it may be the unit. */
  isCounted: boolean
}

const lettersOf = (said: string): string => said.toLowerCase().replace(/\d+$/, '')
const isUnit = (said: string): boolean => counted.has(lettersOf(said))
/** What bears a number of its own: `thua2`, `lo1`, `xom3`. */
const isNumbered = (said: string): boolean => numbered.has(lettersOf(said))
