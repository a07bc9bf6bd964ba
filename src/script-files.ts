import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Folders of an installation's scripts: what one revision holds. */
const FOLDERS = ['flows', 'locales', 'content'] as const

/** Path → text of every script file under a folder, paths with `/`. A folder that is missing gives nothing. */
export function readScriptFiles(root: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const folder of FOLDERS) collect(root, join(root, folder), files)
  return files
}

function collect(root: string, path: string, files: Record<string, string>): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return
  if (stat.isDirectory()) for (const name of readdirSync(path).sort()) collect(root, join(path, name), files)
  else if (/\.ya?ml$/.test(path)) files[relative(root, path).replaceAll('\\', '/')] = readFileSync(path, 'utf8')
}
