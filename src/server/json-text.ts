import { z } from 'zod'

/** A text that holds JSON, as the value in it; any other text is refused. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue('no JSON')
    return z.NEVER
  }
})
