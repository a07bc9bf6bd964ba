/**
 * JSON with every number left as the text it was written in: ids over 2^53 may come unquoted, and the timestamp is
 * signed as text. undefined where it is no JSON.
 */
export function parseKeepingDigits(text: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    return undefined
  }
}
