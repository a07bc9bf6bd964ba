import { HOLD_MS, ZALO_REMIND_MS } from '../limits.ts'
import { beginHook } from './begin.ts'
import { closeQuestion, say, type Turn } from './context.ts'

/** What time alone brings: a held fragment nobody completed is answered; on Zalo an open question is put once more. */
export async function wake<W>(turn: Turn<W>): Promise<void> {
  const { session, now } = turn
  const [oldest] = session.held
  if (oldest && now - oldest.at >= HOLD_MS) {
    const text = session.held.map((held) => held.text).join(', ')
    session.held = []
    return beginHook(turn, 'fragment', text)
  }
  remind(turn)
}

function remind<W>(turn: Turn<W>): void {
  const { question } = turn.session
  if (!question || question.reminded || turn.world.channel !== 'zalo' || turn.now - question.at < ZALO_REMIND_MS) return
  closeQuestion(turn)
  say(turn, 'common.still-open')
}
