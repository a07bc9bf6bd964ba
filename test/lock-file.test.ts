import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
})

test('the lock file has the builds for every system, so that "npm ci" takes it anywhere', () => {
  const { packages } = lockSchema.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')),
  )
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  )
  expect(wanted.length).toBeGreaterThan(100)
  const isThere = ({ path, name }: { path: string; name: string }) =>
    `${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages
  expect(wanted.filter((each) => !isThere(each))).toEqual([])
})
