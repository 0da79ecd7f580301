import type { CaseLog, Journal } from '@trm/case-log'
import { ACCESS_STREAM, readAccessEntry, type AccessEntry } from '@trm/contracts'
import type { CaseReference, EventId, TokenId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/**
 * Who acts, by pseudonymous user id. It is known here and nowhere else: what travels names an organisation
 * and a role.
 */
export type Actors = {
  /** Written down before the command is looked at. @throws {StoreUnavailableError} */
  record(given: Omit<CommandGiven, 'role'>): Promise<void>
  /** Whether the user is another person than who recorded an event of this organisation; false where nobody knows. */
  isSecondPerson(user: string, reference: CaseReference, event: EventId): Promise<boolean>
}

type CommandGiven = Extract<AccessEntry, { readonly type: 'CommandGiven' }>['data']

export function openActors(parts: {
  readonly access: Journal<AccessEntry>
  readonly store: EventStore
  readonly caseLog: CaseLog
  readonly role: string
}): Actors {
  const { access, store, caseLog, role } = parts

  /** Everybody who gave the command with this id: a repetition by somebody else makes nobody the second person. */
  async function usersOf(commandId: TokenId): Promise<ReadonlySet<string>> {
    const users = new Set<string>()
    for await (const recorded of store.readStream(ACCESS_STREAM)) {
      const { type, data } = readAccessEntry(recorded)
      if (type === 'CommandGiven' && data.commandId === commandId) users.add(data.user)
    }
    return users
  }

  return {
    record: (given) => access.append({ type: 'CommandGiven', data: { ...given, role } }),
    async isSecondPerson(user, reference, event) {
      const { entries } = await caseLog.load(reference)
      const origin = entries.find((entry) => entry.event.id === event)?.stored.origin
      if (origin?.kind !== 'own') return false
      const users = await usersOf(origin.command)
      return users.size > 0 && !users.has(user)
    },
  }
}
