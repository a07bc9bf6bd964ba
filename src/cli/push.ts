import { publish } from '../server/publish.ts'
import { loadFolder, report } from './check.ts'
import { defineCommand } from './command.ts'
import { scriptFolder } from './folder.ts'
import { CommandError } from './io.ts'
import { withInstallation } from './open.ts'
import { authorOf, PUBLISH_OPTIONS, tellPublished } from './publish-options.ts'

/** Publishes scripts that nothing refuses. */
export const command = defineCommand(
  {
    line: 'push [dir] [--note text] [--author name] [--end-talks]',
    about: {
      vi:
        'Soát mọi kịch bản trong một thư mục, chạy các bài thử và đưa vào dùng. Cuộc trò chuyện đang dở theo nốt kịch bản đã bắt\n' +
        'đầu, nhiều nhất 72 giờ.',
      en:
        'Checks all scripts under a folder, plays their tests and publishes them. Talks under way finish on the scripts they\n' +
        'began with, at most 72 h.',
    },
    options: PUBLISH_OPTIONS,
    positionals: [0, 1],
    example: 'mua push --note "thêm câu hỏi về sâu keo"',
  },
  async (io, { values, positionals: [dir] }) => {
    const loaded = loadFolder(scriptFolder(dir))
    if (!(await report(loaded, io)))
      throw new CommandError({ vi: 'Chưa đưa gì vào dùng.', en: 'Nothing was published.' })
    const { files, hash } = loaded
    const author = authorOf(io.env, values.author)
    return withInstallation(
      io,
      async ({ store, clock, newId }) => {
        const publication = { files, hash, author, note: values.note, endTalks: values['end-talks'] }
        tellPublished(io, await publish(store, publication, { now: clock(), newId }), hash)
        return 0
      },
      { mustExist: false },
    )
  },
)
