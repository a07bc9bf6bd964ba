import type { z } from 'zod'

/** What is wrong at one place of a content file. */
export interface BookProblem {
  /** Keys and indexes down to the place. */
  path: (string | number)[]
  message: string
}

/** The problems of a failed check, in the order of the file. */
export function problemsOf(error: z.ZodError): BookProblem[] {
  return error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'number' ? part : String(part))),
    message,
  }))
}
