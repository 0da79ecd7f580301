import type { OrganisationId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { clauses, story } from '../test-support/case-events.ts'
import { as, at, idOf, policy, vienna } from '../test-support/world.ts'
import { reconfirmationsDue } from './reconfirmation.ts'
import { reconfirmed } from './reconfirmed.fixture.ts'

/** Minutes. */
export const day = 24 * 60
export const millisecond = 1 / 60_000

/** The consent of the story, for more than a year. */
export const given = {
  ...story.consent,
  clauses: clauses.map((clause) => ({ ...clause, until: at(400 * day) })),
} as const satisfies CaseEvent

/** The same event at another time. */
export function moved<Event extends CaseEvent>(event: Event, minute: number): Event {
  return { ...event, recordedAt: at(minute), occurredAt: at(minute) }
}

/** She is asked again at this minute, and it still holds. */
export function askedAgain(minute: number, of: CaseEvent = given): CaseEvent {
  return {
    ...moved(reconfirmed, minute),
    id: idOf(`askedAgain${String(minute).replace('.', '-')}`),
    author: of.author,
    facts: { ...reconfirmed.facts, consent: of.id },
  }
}

/** With a policy by which nothing holds longer than so many days. */
export function within(days: number, self: OrganisationId, minute: number) {
  return { ...as(self, minute), policy: { ...policy, consent: { reconfirmAfterDays: days } } }
}

/** What is to be confirmed at an organisation at this minute. */
export function due(history: readonly CaseEvent[], minute: number, self = vienna, days = 180) {
  return reconfirmationsDue(foldCase(history), within(days, self, minute))
}
