import type { Instant } from '@trm/kernel'
import type { EventType } from '../definition/catalogue.ts'
import type { DraftOf, FactsByType } from './events.ts'

type Parts<Type extends EventType> = {
  readonly facts: FactsByType[Type]
  readonly occurredAt: Instant
} & Partial<Pick<DraftOf<Type>, 'sections' | 'clauses' | 'recipients'>>

/** A draft of an event; what is not said is empty. */
export function draft<Type extends EventType>(
  type: Type,
  { facts, occurredAt, sections = {}, clauses = [], recipients = [] }: Parts<Type>,
): DraftOf<Type> {
  return { type, occurredAt, facts, sections, clauses, recipients }
}
