import { expect, test } from 'vitest'
import { errorCodes } from '../../src/channels/zalo/errors.ts'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import { blocksOf, readDoc } from './blocks.ts'

const paper = readDoc('docs/channels/zalo-zbs.md')

test('the templates of the paper load, and say every value of their texts', () => {
  const [block] = blocksOf(paper).filter(({ language }) => language === 'yaml')
  const file = 'content/zalo-templates.yaml'
  const { program, problems } = loadProgram({ ...readScriptFiles('.'), [file]: block?.text ?? '' }, 'r1', REGISTRY)
  expect(problems.filter((each) => each.file === file)).toEqual([])
  expect(program?.zaloTemplates.map(({ texts }) => texts)).toEqual([
    ['alerts.said'],
    ['alerts.corrected'],
    ['training.told', 'training.answer'],
  ])
})

test('each parameter stands in the text that is to be registered', () => {
  const [block] = blocksOf(paper).filter(({ language }) => language === 'yaml')
  const names = new Set([...(block?.text ?? '').matchAll(/\{ name: (\w+)/g)].map(([, name = '']) => name))
  const said = new Set([...paper.matchAll(/\\<(\w+)>/g)].map(([, name = '']) => name))
  expect([...said].sort()).toEqual([...names].sort())
})

test('every code of the tables is explained', () => {
  const codes = [...Object.keys(errorCodes.business), ...Object.keys(errorCodes.user_template)]
  const isTold = (code: string) => new RegExp(`(^|[^\\d-])${code}(?!\\d)`, 'm').test(paper)
  // -101 … -105 stand as a range.
  expect(codes.filter((code) => !/^-10[1-5]$/.test(code) && !isTold(code))).toEqual([])
})
