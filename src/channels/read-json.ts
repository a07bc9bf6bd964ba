import type { ZodType } from 'zod'

/** A JSON text that has the shape, else null: what a provider or a stranger sent is never trusted to be JSON at all. */
export function readJson<T>(text: string, shape: ZodType<T>): T | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = shape.safeParse(value)
  return parsed.success ? parsed.data : null
}
