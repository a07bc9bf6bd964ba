const CODES = 10_000

/**
 * Four random digits; where chance gives one that is taken, the next free. Throws where every code is taken.
 * @param random from 0 to under 1
 */
export function newCode(random: () => number, taken: ReadonlySet<string> = new Set()): string {
  const first = Math.floor(random() * CODES)
  for (let step = 0; step < CODES; step++) {
    const code = String((first + step) % CODES).padStart(4, '0')
    if (!taken.has(code)) return code
  }
  throw new Error('every code is taken')
}
