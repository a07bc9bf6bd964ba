/** Letters that differ at most between a word and the one that was meant. */
const MOST_SLIPS = 2

/** ` <before> "<name>"?` for the name that was most likely meant; nothing where none is near. */
export function nearest(word: string, names: Iterable<string>, before: string): string {
  let best: { name: string; slips: number } | undefined
  for (const name of names) {
    const slips = distance(word, name)
    if (slips <= MOST_SLIPS && slips < Math.min(word.length, name.length) && slips < (best?.slips ?? Infinity))
      best = { name, slips }
  }
  return best ? `${before} "${best.name}"?` : ''
}

/** Levenshtein's: letters to put in, leave out or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row[b.length] ?? 0
}
