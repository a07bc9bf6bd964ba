import { openSqliteStore } from '../../../src/store/sqlite.ts'
import { insert, updateOne } from '../../../src/store/writes.ts'

/** Commits without end from several talks at once, printing each number only when its commit is there: `commits.ts <file> <first number>`. */
const [file = '', first = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ file, key: new Uint8Array(32).fill(7) })
let next = Number(first)
const work = async (): Promise<void> => {
  for (;;) {
    const n = next++
    const values = { urnId: `u${n}`, version: 0, state: { n, filler: 'ngô '.repeat(n % 300) }, updatedAt: n }
    const result = await store.commit({
      claim: { channel: 'twilio', externalId: `SM${n}` },
      writes: [insert('sessions', values), updateOne('sessions', { urnId: `u${n}`, version: 0 }, { version: 1 })],
    })
    if (result.type !== 'committed') throw new Error(JSON.stringify(result))
    process.stdout.write(`${n}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, work))
