import { ConfigError } from '../config/config-error.ts'
import { readConfig } from '../config.ts'
import { createRuntime } from '../runtime.ts'
import { defineCommand } from './command.ts'
import { stopSignal } from './stop-signal.ts'

/** Delivers and schedules until SIGTERM or SIGINT; then ends what is under way. */
export const command = defineCommand(
  {
    line: 'worker',
    about: {
      vi: 'Chỉ gửi tin và hẹn giờ, cho tới khi được bảo dừng (SIGTERM, Ctrl-C). Chạy bao nhiêu cái cũng được, bên cạnh "mua serve"; cần REDIS_URL.',
      en: 'Only delivers and schedules, until it is told to stop (SIGTERM, Ctrl-C). Any number may run beside "mua serve"; needs REDIS_URL.',
    },
    options: {},
    positionals: [0, 0],
    example: 'mua worker',
  },
  async ({ env, write }) => {
    const config = readConfig(env)
    if (config.redisUrl === null)
      throw new ConfigError(
        'REDIS_URL is missing: workers are told through Redis what to send, for example redis://127.0.0.1:6379. Without it "mua serve" sends by itself.',
      )
    const runtime = await createRuntime({ config, isWorker: true })
    runtime.dispatcher.start()
    runtime.sweeper.start()
    write('Mùa works: it delivers and schedules.\n')
    await stopSignal()
    await runtime.stop()
    return 0
  },
)
