/** What may not be sent for a while, as Zalo's own answers have told: no second refusal is asked for. Each process finds out for itself. */
export interface Closures {
  /** The code for which this template can't go now; null: nothing is known against it. */
  codeFor(templateId: string): string | null
  /** `templateId` null: every template. Until then (epoch ms). */
  close(templateId: string | null, code: string, until: number): void
  /** Templates that staff must mend, each with its code. */
  broken(): [templateId: string, code: string][]
}

const EVERY = ''

interface Closure {
  code: string
  until: number
}

/** `isForStaff`: whether a code is for a person to mend. */
export function createClosures(now: () => number, isForStaff: (code: string) => boolean): Closures {
  const closed = new Map<string, Closure>()
  const current = (key: string): Closure | null => {
    const closure = closed.get(key)
    return closure !== undefined && now() < closure.until ? closure : null
  }
  return {
    codeFor: (templateId) => (current(EVERY) ?? current(templateId))?.code ?? null,
    close: (templateId, code, until) => closed.set(templateId ?? EVERY, { code, until }),
    broken: () =>
      [...closed].flatMap(([templateId, { code }]): [string, string][] =>
        templateId !== EVERY && current(templateId) !== null && isForStaff(code) ? [[templateId, code]] : [],
      ),
  }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** UTC+7. */
const OFFSET_MS = 7 * HOUR_MS
const MINUTE_MS = 60_000
/** Templates that may not go at night may again from 06:05 on, five minutes after Zalo's own hour. */
const MORNING_MS = 6 * HOUR_MS + 5 * MINUTE_MS
/** What staff or Zalo must mend is tried again after this. */
const MENDED_MS = HOUR_MS

const startOfDay = (now: number): number => Math.floor((now + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS

/** The first instant of tomorrow in Vietnam. Zalo does not document at which hour its daily quota begins anew. */
export const tomorrow = (now: number): number => startOfDay(now) + DAY_MS

/** How far a refusal reaches: every template, this template, or this message alone (null). `until`: epoch ms. */
export function closureOf(
  code: string,
  isForStaff: boolean,
  now: number,
): { of: 'all' | 'template'; until: number } | null {
  if (isForStaff) return { of: 'template', until: now + MENDED_MS }
  switch (code) {
    // As many as the account may send in a day.
    case '-144':
      return { of: 'all', until: tomorrow(now) }
    // As many of this template; of advertising by the account.
    case '-147':
    case '-1441':
      return { of: 'template', until: tomorrow(now) }
    // The account's package is used up: more may be bought at any time.
    case '-211':
      return { of: 'all', until: now + MENDED_MS }
    // This template may not go at night.
    case '-133':
    case '-234': {
      const morning = startOfDay(now) + MORNING_MS
      return { of: 'template', until: now < morning ? morning : morning + DAY_MS }
    }
    default:
      return null
  }
}
