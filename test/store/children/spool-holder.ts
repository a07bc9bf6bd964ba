import { makeKeys } from '../../../src/store/crypto.ts'
import { openSpool } from '../../../src/store/spool.ts'

/** Keeps one request and lives on: `spool-holder.ts <file>`. */
const [file = ''] = process.argv.slice(2)
const spool = await openSpool({ file, maxBytes: 4096, keys: makeKeys({ key: new Uint8Array(32).fill(7) }) })
process.stdout.write(await spool.append(Buffer.from('ngô 3 tạ')))
setInterval(() => undefined, 1000)
