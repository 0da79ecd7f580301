import type { OrganisationKind, SectionName } from '../vocabulary/lists.ts'
import type { FieldShape } from './field.ts'
import type { SourceLine } from './source-line.ts'

/**
 * On what an event may go to a recipient whom no clause of consent covers. Always the bare facts, but for
 * what `carriesUnasked` names.
 */
export type Fallback =
  /** On nothing: without consent it does not travel. */
  | 'consentOnly'
  /** Its facts say nothing about a person: a place can be asked for. */
  | 'noPersonalData'
  /** It tells somebody who holds an event already that something has become of it. */
  | 'notice'
  /** The law asks for it; the facts cite where. */
  | 'legalObligation'
  | 'publicInterest'
  /** Somebody's life or health is in danger. */
  | 'vitalInterests'

/** Everything that is the same for all events of a type. */
export type EventDefinition<Facts extends FieldShape = FieldShape> = {
  /** What has happened, in a sentence that a caseworker would say. */
  readonly meaning: string
  readonly source: readonly SourceLine[]
  /** The version of its facts. What was sent is never edited: a change is another version. */
  readonly version: number
  /** The kinds of organisation that may author it. */
  readonly authors: readonly OrganisationKind[]
  /** The kinds of organisation that may receive it; none where it stays at home. */
  readonly readers: readonly OrganisationKind[]
  readonly fallback: Fallback
  /**
   * The fact that names the event which a notice is about; without one, a notice is about any event that
   * author and recipient share.
   */
  readonly about?: string
  /** The fact that names the consent on which alone it travels; without one, any that covers it will do. */
  readonly standsOn?: string
  /**
   * The fact that names the organisations to which its author gave it, where they are to know of each other:
   * a notice about it goes from each of them to each.
   */
  readonly sharedAmong?: string
  /** The sections that it may carry. */
  readonly sections: readonly SectionName[]
  /** The sections that go along on the fallback, too. */
  readonly carriesUnasked: readonly SectionName[]
  /** Whether it discloses clauses of consent, one by one, each to its two parties. */
  readonly carriesClauses: boolean
  /** Processed at once, whatever is missing before it: what is taken back, and what somebody is in danger of. */
  readonly isUrgent: boolean
  /** Times are rounded down to the day, so that they tie it to nothing else. */
  readonly isUntimed: boolean
  readonly facts: Facts
  readonly earlier: readonly EarlierVersion[]
}

/** The facts of an earlier version, and what they are in the next one. Pure; invents nothing. */
export type EarlierVersion = {
  readonly version: number
  readonly facts: FieldShape
  readonly upcast: (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

type Defaults = {
  readonly fallback?: Fallback
  readonly about?: string
  readonly standsOn?: string
  readonly sharedAmong?: string
  readonly sections?: readonly SectionName[]
  readonly carriesUnasked?: readonly SectionName[]
  readonly carriesClauses?: boolean
  readonly isUrgent?: boolean
  readonly isUntimed?: boolean
  readonly earlier?: readonly EarlierVersion[]
}

/** Defines an event. By default it travels on consent only and carries its facts and no section. */
export function event<const Facts extends FieldShape>(
  definition: Defaults &
    Pick<EventDefinition<Facts>, 'meaning' | 'source' | 'authors' | 'readers' | 'facts'>,
): EventDefinition<Facts> {
  const earlier = definition.earlier ?? []
  return {
    fallback: 'consentOnly',
    sections: [],
    carriesUnasked: [],
    carriesClauses: false,
    isUrgent: false,
    isUntimed: false,
    ...definition,
    earlier,
    version: earlier.length + 1,
  }
}
