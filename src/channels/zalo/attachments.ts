import type { Attachment } from '../channel.ts'
import type { Message } from './schemas.ts'

/** What hangs on a message of this event, in our words. Links die in about 30 minutes: they are to be fetched at once. */
export function readAttachments(type: Attachment['type'], message: Message): Attachment[] {
  if (type === 'location') return [readLocation(message)]
  return (message.attachments ?? []).map(({ payload }) => {
    const url = payload?.url ?? payload?.thumbnail
    return {
      type,
      ...(url == null ? {} : { url }),
      ...(payload?.name == null ? {} : { name: payload.name }),
    }
  })
}

/** Three shapes are seen: `coordinates {latitude, longitude}`, `coordinates {lat, long}`, `message.location`. */
function readLocation(message: Message): Attachment {
  const place = message.attachments?.[0]?.payload?.coordinates ?? message.location
  const latitude = degrees(place?.latitude ?? place?.lat, 90)
  const longitude = degrees(place?.longitude ?? place?.long, 180)
  return latitude === undefined || longitude === undefined
    ? { type: 'location' }
    : { type: 'location', latitude, longitude }
}

function degrees(text: string | null | undefined, most: number): number | undefined {
  const value = text == null || text.trim() === '' ? Number.NaN : Number(text)
  return Math.abs(value) <= most ? value : undefined
}
