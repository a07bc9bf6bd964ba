import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process of the benchmark: it tells its address first, then answers one question at a time. */
export interface Child {
  address: string
  pid: number
  ask<T>(question: unknown): Promise<T>
  stop(): Promise<void>
}

/** Starts `bench/<name>.ts` and waits for its address. */
export async function startChild(name: string, args: readonly string[] = []): Promise<Child> {
  const child = fork(join(import.meta.dirname, `${name}.ts`), args)
  const [address] = await once(child, 'message')
  return {
    address: String(address),
    pid: child.pid ?? 0,
    ask: async <T>(question: unknown) => {
      child.send(question as object)
      return (await once(child, 'message'))[0] as T
    },
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill()
  await gone
}

/** Tells the parent an address, then answers its questions. */
export function answer<Q>(address: string, reply: (question: Q) => unknown): void {
  process.send?.(address)
  process.on('message', async (question) => process.send?.((await reply(question as Q)) as object))
}
