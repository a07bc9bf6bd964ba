import { once } from 'node:events'

/** Resolves when this process is told to stop. */
export const stopSignal = (): Promise<unknown> => Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
