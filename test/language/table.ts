import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import type { FactType, ReadingContext } from '../../src/language/types.ts'
import { contextWith } from './context.ts'

type Case = [text: string, expected: unknown, changes?: Partial<ReadingContext>]

/** One test a text: what it is read as, in the usual context or one changed. */
export function table(type: FactType, cases: Case[]) {
  describe(type, () => {
    it.each(cases)(`reads %s as ${type} %j`, (text, expected, changes = {}) => {
      expect(read(text, type, contextWith(changes))).toEqual(expected)
    })
  })
}
