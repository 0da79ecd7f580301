import type { InboxEntry } from '@trm/contracts'
import {
  participantOf,
  plusMilliseconds,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import type { DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'

/** With whom this organisation has exchanged something, and who of them has been told lately. */
export type Correspondents = {
  record(entry: InboxEntry): void
  /**
   * Who may have sent a message from this Participant that nobody can open any more, and is to be told. Nothing in
   * clear names its sender. Each is told at most once in ten minutes: anybody can write the id of an old key
   * into a message, and one answer is enough to have everything sealed anew that was sealed to the key.
   */
  toTell(source: ParticipantCode): readonly OrganisationId[]
}

const TOLD_AGAIN_MS = 10 * 60 * 1_000

export function createCorrespondents(
  { self, directory, clock }: Pick<ExchangeEnvironment, 'self' | 'directory' | 'clock'>,
  book: DeliveryBook,
): Correspondents {
  const known = new Set<OrganisationId>()
  const told = new Map<OrganisationId, Instant>()
  return {
    record(entry) {
      if (entry.type === 'ReceiptIssued') known.add(entry.data.to)
    },
    toTell(source) {
      const now = clock.now()
      const due = [...known.union(new Set(book.recipients()))].filter((id) => {
        const last = told.get(id)
        const isTold =
          last !== undefined && now >= last && now < plusMilliseconds(last, TOLD_AGAIN_MS)
        const isListed = directory.findOrganisation(id) !== undefined
        return id !== self && participantOf(id) === source && isListed && !isTold
      })
      for (const id of due) told.set(id, now)
      return due
    },
  }
}
