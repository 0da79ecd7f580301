import { toInstant } from '@trm/kernel'
import type { Clock, NewEvent } from '@trm/ports'

export const systemClock: Clock = { now: () => toInstant(new Date()) }

/** An event that no other has the id of. */
export function newEvent(data: NewEvent['data'] = {}): NewEvent {
  return { id: crypto.randomUUID(), type: 'SomethingHappened', data }
}
