import { readJson } from '../read-json.ts'
import { callTwilio, type TwilioApi } from './api.ts'
import { type MessageResource, messageList } from './schemas.ts'

/** A page of the list of messages, newest first; `nextPath`: that of the next one, null on the last. */
export type ListPage =
  | { type: 'read'; messages: MessageResource[]; nextPath: string | null }
  | { type: 'failed'; code: string }

/** Reads one page. `path`: with its filters, or as the page before gave it. */
export async function readListPage(api: TwilioApi, path: string): Promise<ListPage> {
  const answer = await callTwilio(api, path)
  if (answer.type !== 'answered') return { type: 'failed', code: answer.code }
  if (answer.status !== 200) return { type: 'failed', code: `http_${answer.status}` }
  const list = readJson(answer.body, messageList)
  if (list === null) return { type: 'failed', code: 'unreadable_answer' }
  // The address of the next page comes from the answer; credentials go only to the host that was set up.
  const next = list.next_page_uri ?? null
  return { type: 'read', messages: list.messages, nextPath: next?.startsWith('/') ? next : null }
}
