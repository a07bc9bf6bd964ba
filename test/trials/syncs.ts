import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { phoneOf, post, textOf } from './farmers.ts'
import { start } from './served.ts'
import type { Counts, Standing } from './trial.ts'

const CALLS = 'trace=read,write,writev,pwrite64,fsync,fdatasync'

/**
 * Texts one after another to a process whose system calls are written down: between the request and its 200 the
 * log of the database must have been written and then synced. Only turns run, so that no other commit is taken for theirs.
 */
export async function countSyncs(place: Standing, texts: number): Promise<Counts> {
  if (!hasStrace()) return { 'syncs before 200': 'not looked at: no strace here' }
  const trace = join(place.dir, 'calls')
  const wrap = ['strace', '-D', '-f', '-qq', '-s', '32', '-e', CALLS, '-o', trace]
  const starting = start(place, { wrap, args: ['--no-worker'] })
  const { url } = await starting.ready
  let answered = 0
  for (let n = 0; n < texts; n++) {
    if ((await post(place.standIn, textOf(phoneOf(n), `bc ngo ${200_000 - n} kg`), url)) === 200) answered += 1
  }
  await starting.stop()
  const calls = readFileSync(trace, 'utf8').split('\n')
  rmSync(trace)
  return { 'answers 200 looked at': answered, 'of these after write and sync': syncedAnswers(calls) }
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Answers of 200 for which, since their request was read, something was written to a file and synced after it. */
function syncedAnswers(calls: readonly string[]): number {
  let state: 'idle' | 'read' | 'written' | 'synced' = 'idle'
  let synced = 0
  for (const call of calls) {
    if (call.includes('"POST /webhooks')) state = 'read'
    else if (call.includes('pwrite64(') && state !== 'idle') state = 'written'
    else if (/f(data)?sync\(.*= 0$/.test(call) && state === 'written') state = 'synced'
    else if (call.includes('"HTTP/1.1 200')) {
      if (state === 'synced') synced += 1
      state = 'idle'
    }
  }
  return synced
}
