/** A word (lower case, with accents or without) with its first sound as northern speech says it, which mixes l and n, s and x, ch and tr, d, gi and r. */
export function soundOf(word: string): string {
  const [first, second = ''] = word
  if (first === 'l') return `n${word.slice(1)}`
  if (first === 's') return `x${word.slice(1)}`
  if (first === 't' && second === 'r') return `ch${word.slice(2)}`
  if (first === 'r') return `d${word.slice(1)}`
  if (first === 'g' && second === 'i' && word.length > 2)
    return /^gi[eê]/.test(word) ? `d${word.slice(1)}` : `d${word.slice(2)}`
  return word
}
