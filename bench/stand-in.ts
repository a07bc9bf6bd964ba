import { startTwilioStandIn } from '../test/stand-ins/twilio.ts'
import { answer } from './children.ts'

/** The provider in a process of its own; asked anything, it tells how many messages it has taken. */
const standIn = await startTwilioStandIn()
answer(standIn.url, () => ({ taken: standIn.messages.length }))
