import type { Instant, OrganisationId, Result } from '@trm/kernel'

type Held = {
  /** The types of the events that it holds. */
  readonly knows: readonly string[]
  /** The sections of which it may read a value now. */
  readonly reads: readonly string[]
}

/** What an organisation has to say of the case in the end. */
export type Outlook = Held & {
  /** The same of what it holds under references that are no case. */
  readonly outside: Held
  readonly state: unknown
}

/** A command as the scenario gives it, with labels and times filled in. */
export type GivenCommand = {
  readonly at: OrganisationId
  readonly command: Readonly<Record<string, unknown>> & { readonly type: string }
  /** Under a reference that is no case. */
  readonly isOutside: boolean
}

/** Where a scenario is played: in memory, or on a network of agents. */
export type World = {
  now(): Instant
  /** An organisation's agent goes away: nothing that it is sent arrives, and it does nothing. */
  stop(organisation: OrganisationId): Promise<void>
  /** It comes back with what it held, and gets what was sent meanwhile. */
  start(organisation: OrganisationId): Promise<void>
  /** Lets time pass. */
  pass(milliseconds: number): Promise<void>
  /** Gives a command and waits until what follows has arrived everywhere. @returns event id or rule */
  give(given: GivenCommand): Promise<Result<string, string>>
  /** The latest event of a type that an organisation wrote, once there is one: time or its agent wrote it. */
  find(organisation: OrganisationId, type: string): Promise<string>
  /** Waits until it holds so many events, where that takes a while. */
  look(organisation: OrganisationId, events: number): Promise<Outlook>
}
