import { makeKeys } from '../../../src/store/crypto.ts'
import { openSpool } from '../../../src/store/spool.ts'

/** Appends without end, printing each number only when it is kept; takes some up again: `spool.ts <file> <first number>`. */
const [file = '', first = '0'] = process.argv.slice(2)
const spool = await openSpool({ file, maxBytes: 256 * 1024, keys: makeKeys({ key: new Uint8Array(32).fill(7) }) })
let next = Number(first)
for (;;) {
  const numbers = [next++, next++, next++]
  const results = await Promise.all(numbers.map((n) => spool.append(Buffer.from(`${n} ${'ngô '.repeat(n % 50)}`))))
  numbers.forEach((n, index) => {
    if (results[index] === 'kept') process.stdout.write(`kept ${n}\n`)
  })
  if (results.includes('full') || next % 30 === 0) {
    let left = next % 20
    await spool.drain(async (record) => {
      if (left-- === 0 && next % 3 !== 0) return 'later'
      process.stdout.write(`taken ${record.toString().split(' ')[0]}\n`)
      return 'taken'
    })
  }
}
