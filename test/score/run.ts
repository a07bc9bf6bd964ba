import { main } from './main.ts'

process.exitCode = main(
  process.argv.slice(2),
  process.env,
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
)
