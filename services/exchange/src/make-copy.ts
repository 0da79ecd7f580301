import { packCopy, type CaseLog, type LoadedCase, type LoggedEvent } from '@trm/case-log'
import { reviewGrant, type Grant } from '@trm/domain'
import { invariant, type EventId, type Instant, type OrganisationId } from '@trm/kernel'
import { readDisclosure } from '@trm/sealing'

/**
 * The copy of an own event for one recipient: the JWS, its grant, the clauses that concern it and the
 * granted sections. All is asked again at this moment: what has been narrowed since the event was signed
 * stays here, what is for somebody whose licence was suspended since, and what has been erased.
 */
export async function makeCopy(
  loaded: LoadedCase,
  event: EventId,
  to: OrganisationId,
  caseLog: CaseLog,
  now: Instant,
): Promise<Uint8Array> {
  const entry = loaded.entries.find((candidate) => candidate.event.id === event)
  const grant = entry?.event.grants.find((candidate) => candidate.to === to)
  invariant(entry !== undefined && grant !== undefined, 'make-copy: a delivery stands on a grant')
  const disclosures = [...ownGrant(entry, to), ...concerning(entry, to)]
  for (const section of grant.sections) {
    if (!mayStillGo(loaded, entry, { ...grant, sections: [section] }, caseLog, now)) continue
    const opened = await caseLog.open(entry, section)
    if (opened?.kind === 'open') disclosures.push(opened.disclosure)
  }
  const { jws, original } = entry.stored
  return packCopy({ jws, disclosures, ...(original !== undefined && { original }) })
}

function ownGrant({ stored }: LoggedEvent, to: OrganisationId): readonly string[] {
  return stored.grants.filter((text) => {
    const read = readDisclosure(text)
    return read.ok && read.value.name === to
  })
}

function concerning({ event, stored }: LoggedEvent, to: OrganisationId): readonly string[] {
  return stored.clauses.filter((_text, place) => {
    const clause = event.clauses[place]
    return clause?.discloser === to || clause?.recipient === to
  })
}

/** Whether what was granted may go at this moment. */
export function mayStillGo(
  { state }: LoadedCase,
  { event }: LoggedEvent,
  grant: Grant,
  { organisations }: CaseLog,
  now: Instant,
): boolean {
  return reviewGrant({ event, grant, at: now }, state, organisations) === undefined
}
