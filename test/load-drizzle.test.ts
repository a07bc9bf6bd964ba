import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('a process that loads it first gets the modules of drizzle that load fast', () => {
  const hook = fileURLToPath(new URL('../src/load-drizzle.ts', import.meta.url))
  const script = `for (const name of ['drizzle-orm', 'drizzle-orm/sqlite-core', 'drizzle-orm/better-sqlite3'])
    console.log(import.meta.resolve(name).split('.').at(-1))`
  const said = execFileSync(process.execPath, ['--import', hook, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  })
  expect(said.trim().split('\n')).toEqual(['cjs', 'cjs', 'cjs'])
})
