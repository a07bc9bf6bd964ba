import { type ErrorCode, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Path, Place, Report, Source } from './problems.ts'

/** What bytes that are no UTF-8 text become when read as such. */
const NOT_TEXT = /[\0\uFFFD]/

/** The parser's commonest findings, for somebody who has never heard of YAML. */
const MISTAKES: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'dùng phím Tab để thụt lề; hãy thụt bằng dấu cách',
  BAD_INDENT: 'thụt lề sai: các mục cùng cấp phải bắt đầu cùng một cột, thụt bằng dấu cách',
  MISSING_CHAR: 'thiếu một dấu: xem dấu hai chấm sau tên mục, ngoặc kép đóng, ngoặc } hay ] ở dòng này và dòng trên',
  UNEXPECTED_TOKEN: 'thừa một dấu: xem ngoặc kép, ngoặc { } [ ] và dấu phẩy ở dòng này và dòng trên',
  BLOCK_AS_IMPLICIT_KEY: 'hai dấu hai chấm trong một dòng, hoặc thụt lề sai: câu có ": " phải đặt trong ngoặc kép "…"',
  MULTILINE_IMPLICIT_KEY: 'một dòng thiếu dấu hai chấm sau tên mục, hoặc ngoặc kép chưa đóng',
  BAD_SCALAR_START: 'câu bắt đầu bằng dấu lạ (@ ` % …): đặt cả câu trong ngoặc kép "…"',
  BAD_DQ_ESCAPE: 'có dấu \\ trong ngoặc kép: bỏ đi, hoặc viết \\\\',
  DUPLICATE_KEY: 'một tên mục viết hai lần: bỏ bớt một',
  BAD_ALIAS: 'câu bắt đầu bằng dấu *: đặt cả câu trong ngoặc kép "…"',
  MULTIPLE_DOCS: 'có dòng --- chia tệp làm hai: bỏ dòng ấy',
}

/** A YAML text with the place of everything in it. Mistakes of YAML itself are reported, and null given. */
export function parseYaml(file: string, text: string, report: Report): Source | null {
  if (NOT_TEXT.test(text)) {
    report({ file, value: null, at: () => ({ line: 1, column: 1 }) }, [], {
      vi: 'tệp này không phải là văn bản UTF-8: mở bằng trình soạn văn bản rồi lưu lại với mã UTF-8',
      en: 'this file is not UTF-8 text: open it in a text editor and save it as UTF-8',
    })
    return null
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const at = (path: Path): Place => placeAt(offsetOf(document.contents, path))
  const find = (path: Path, words: string): Place | null => {
    const node = nodeAt(document.contents, path)
    const [start = 0, end = 0] = node?.range ?? []
    const index = text.slice(start, end).indexOf(words)
    return index < 0 ? null : placeAt(start + index)
  }
  const source: Source = { file, value: null, at, find }
  const [error] = document.errors
  if (error) {
    const place = placeAt(error.pos[0])
    const [raw = ''] = error.message.split('\n')
    report({ ...source, at: () => place }, [], {
      vi: `không đọc được YAML: ${MISTAKES[error.code] ?? 'dòng này hoặc dòng trên viết sai'} (${raw})`,
      en: `this is not YAML: ${raw}`,
    })
    return null
  }
  return { ...source, value: document.toJS() }
}

/** The offset of the deepest node on a path that exists. */
function offsetOf(root: unknown, path: Path): number {
  let node = root
  let offset = isNode(root) ? startOf(root) : 0
  for (const key of path) {
    const next = childOf(node, key)
    if (!next) return offset
    node = next.value ?? next.key
    offset = isNode(next.value) ? startOf(next.value) : isNode(next.key) ? startOf(next.key) : offset
  }
  return offset
}

/** undefined: there is none. */
function nodeAt(root: unknown, path: Path): Node | undefined {
  const node = path.reduce((parent, key) => childOf(parent, key)?.value, root)
  return isNode(node) ? node : undefined
}

function childOf(node: unknown, key: PropertyKey): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node)) return typeof key === 'number' && node.items[key] ? { value: node.items[key] } : undefined
  if (!isMap(node)) return undefined
  return node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
}

const startOf = (node: Node): number => node.range?.[0] ?? 0
