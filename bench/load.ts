import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { phoneOf } from '../test/trials/farmers.ts'
import { WEBHOOK } from '../test/trials/served.ts'
import { answer } from './children.ts'
import { ACCOUNT_SID, AUTH_TOKEN, FROM, type LoadDone, type LoadJob } from './load-job.ts'

/** Sends loads in a process of its own: signed texts over connections that stay open. */

let serial = 0

interface Signed {
  body: string
  signature: string
}

/** As Twilio signs a form: HMAC-SHA1 over the address and the fields in the order of their names. */
function sign(phone: string, text: string): Signed {
  serial += 1
  const sid = `SM${process.pid.toString(16)}x${serial.toString(16).padStart(24, '0')}`
  const fields: Record<string, string> = {
    AccountSid: ACCOUNT_SID,
    ApiVersion: '2010-04-01',
    Body: text,
    From: phone,
    FromCountry: 'VN',
    MessageSid: sid,
    NumMedia: '0',
    NumSegments: '1',
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: FROM,
    ToCountry: 'US',
  }
  const signed = Object.keys(fields)
    .sort()
    .reduce((all, name) => `${all}${name}${fields[name]}`, WEBHOOK)
  const signature = createHmac('sha1', AUTH_TOKEN).update(signed, 'utf8').digest('base64')
  return { body: new URLSearchParams(fields).toString(), signature }
}

const post = (agent: Agent, url: URL, { body, signature }: Signed): Promise<number> =>
  new Promise((resolve) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': Buffer.byteLength(body),
      'x-twilio-signature': signature,
    }
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', () => resolve(0))
    sent.end(body)
  })

async function run(job: LoadJob): Promise<LoadDone> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
  const url = new URL('/webhooks/twilio', job.url)
  const texts = Array.from({ length: job.count }, (_, n) => sign(phoneOf(job.firstFarmer + n), job.body))
  const latencies: number[] = []
  let failed = 0
  let next = 0
  const startedAt = performance.now()
  const connection = async (): Promise<void> => {
    for (let text = texts[next++]; text; text = texts[next++]) {
      const sentAt = performance.now()
      if (sentAt - startedAt > job.maxMs) return
      if ((await post(agent, url, text)) !== 200) failed += 1
      latencies.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: job.connections }, connection))
  const ms = performance.now() - startedAt
  agent.destroy()
  return { sent: latencies.length, failed, ms, latencies }
}

answer<LoadJob>('', run)
