import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real part that tests need and Debian packages. */
export interface Part {
  /** As a person calls it. */
  name: string
  /** The programs that show it is there. */
  files: readonly string[]
  packages: readonly string[]
  /** What is skipped without it, as a sentence's beginning. */
  skipped: string
}

const INSTALL_MS = 10 * 60_000
/** Test files run side by side, and apt-get allows one of them at a time. */
const LOCK = join(tmpdir(), 'mua-install.lock')

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/**
 * Whether a part is there to test with. As root on Debian, and in CI everywhere, what is missing is installed, which
 * is said; elsewhere one line says what to do, and the tests show as skipped. Throws in CI where it can't be had.
 */
export function hasPart({ name, files, packages, skipped }: Part): boolean {
  const isThere = () => files.every((file) => existsSync(file))
  if (isThere()) return true
  const isCi = Boolean(process.env.CI)
  const isRoot = process.getuid?.() === 0
  const command = `apt-get install ${packages.join(' ')}`
  if (isCi || (isRoot && isDebian())) {
    say(`${name} is missing: installing it (${command})…`)
    try {
      install(packages, isRoot)
    } catch (error) {
      if (isCi) throw new Error(`${name} could not be installed`, { cause: error })
    }
    if (isThere()) return true
    if (isCi) throw new Error(`${files.join(', ')}: not there after ${command}`)
  }
  say(`${skipped} are skipped: install ${name} ("${command}") to run them.`)
  return false
}

function install(packages: readonly string[], isRoot: boolean): void {
  const sudo = isRoot ? [] : ['sudo', '-n']
  const run = (...args: string[]) => {
    const [command = '', ...rest] = [...sudo, 'flock', LOCK, 'apt-get', ...args]
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync(command, rest, { stdio: 'ignore', timeout: INSTALL_MS, env })
  }
  run('update')
  run('install', '-y', '--no-install-recommends', ...packages)
}
