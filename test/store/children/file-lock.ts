import { lockFile } from '../../../src/store/file-lock.ts'

/** Says whether another process holds a file: `file-lock.ts <file>` prints `held` or `free`. */
const [file = ''] = process.argv.slice(2)
process.stdout.write(lockFile(file) === null ? 'held' : 'free')
