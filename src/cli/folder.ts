import { existsSync } from 'node:fs'
import { CommandError } from './io.ts'

/** The folder of scripts a command is about: the one given, else where it is run. Throws CommandError where there is none. */
export function scriptFolder(dir = '.'): string {
  if (existsSync(dir)) return dir
  throw new CommandError({ vi: `Không có thư mục ${dir}.`, en: `There is no folder ${dir}.` })
}
