import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { BadInput, type Case, type Format, type LeftOut, NOW } from './case.ts'
import { codelink } from './codelink.ts'
import { nemo } from './nemo.ts'
import { readLines } from './read-lines.ts'
import { spellout } from './spellout.ts'
import { telex } from './telex.ts'
import { unitsSchool } from './units-school.ts'

/** The outside corpora that can be scored, by file. */
const FORMATS: readonly Format[] = [nemo, codelink, spellout, telex, unitsSchool]

/** Texts left out of the score, counted by reason. */
export interface Leaving extends LeftOut {
  corpus: string
  kind: string
  texts: number
}

const line = z.object({ text: z.string(), kind: z.string(), expected: z.json(), value: z.json().optional() })

/** Reads every corpus of a folder. Throws {@link BadInput} where the folder, a file of it or a line is none that can be scored. */
export function readCorpora(folder: string): { cases: Case[]; leavings: Leaving[] } {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new BadInput(`MUA_CORPORA: ${folder} is no folder.`)
  const names = readdirSync(folder).sort()
  const known = FORMATS.map(({ file }) => file).join(', ')
  if (names.length === 0) throw new BadInput(`MUA_CORPORA: ${folder} is empty; it should hold ${known}.`)
  const all = names.map((name) => {
    const format = FORMATS.find(({ file }) => file === name)
    if (format === undefined)
      throw new BadInput(`${join(folder, name)}: no corpus of this name is known, only ${known}.`)
    return readCorpus(join(folder, name), format)
  })
  return { cases: all.flatMap(({ cases }) => cases), leavings: all.flatMap(({ leavings }) => leavings) }
}

function readCorpus(path: string, { file, kinds }: Format): { cases: Case[]; leavings: Leaving[] } {
  const corpus = basename(file, '.jsonl')
  const cases: Case[] = []
  const leavings = new Map<string, Leaving>()
  for (const { at, data } of readLines(path, line)) {
    const rule = Object.hasOwn(kinds, data.kind) ? kinds[data.kind] : undefined
    if (rule === undefined) throw new BadInput(`${at}: no rule for the kind ${data.kind}.`)
    const found = typeof rule === 'function' ? rule(data) : rule
    if ('out' in found) {
      const key = `${data.kind} ${found.out}`
      const { texts } = leavings.get(key) ?? { texts: 0 }
      leavings.set(key, { corpus, kind: data.kind, out: found.out, texts: texts + 1 })
    } else cases.push({ corpus, kind: data.kind, at, text: data.text, now: NOW, tense: 'past', ...found })
  }
  return { cases, leavings: [...leavings.values()] }
}
