import { insert, remove, update, type Write } from '../store/writes.ts'

/** What makes one person of two: `own`, who writes from this URN, is `other` from now on, with all they told. */
export const joinWrites = (own: string, other: string, urnId: string, now: number): Write[] => [
  update('answers', { personId: own }, { personId: other }),
  update('tickets', { personId: own }, { personId: other }),
  update('messages', { personId: own }, { personId: other }),
  update('outbox', { personId: own }, { personId: other }),
  update('consents', { personId: own }, { personId: other }),
  remove('personUrns', { personId: own, urnId }),
  insert('personUrns', { personId: other, urnId, createdAt: now }),
  update('yields', { personId: own }, { personId: other }),
  update('priceSubscriptions', { personId: own }, { personId: other }),
]
