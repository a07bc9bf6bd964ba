import Database from 'better-sqlite3'

/** Holds the write lock of a database: `lock.ts <file> <ms>`. Prints `locked` when it has it. */
const [file = '', ms = '0'] = process.argv.slice(2)
const client = new Database(file, { timeout: 10_000 })
client.exec('begin immediate')
process.stdout.write('locked\n')
setTimeout(() => {
  client.exec('rollback')
  client.close()
}, Number(ms))
