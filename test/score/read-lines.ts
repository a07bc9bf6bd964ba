import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { BadInput } from './case.ts'

/** The lines of a JSONL file, checked. Throws {@link BadInput} with `file:line` for one that is not of the schema. */
export function readLines<T>(path: string, schema: z.ZodType<T>): { at: string; data: T }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (text.trim() === '') return []
      const at = `${path}:${index + 1}`
      const result = schema.safeParse(parsed(text, at))
      if (result.success) return [{ at, data: result.data }]
      const [issue] = result.error.issues
      throw new BadInput(`${at}: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'refused'}.`)
    })
}

function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadInput(`${at}: the line is no JSON.`, { cause })
  }
}
