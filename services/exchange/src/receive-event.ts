import type { CopyRefusal, VerifiedCopy } from '@trm/case-log'
import { overtakenSections, reviewGrant, type EventType, type SectionName } from '@trm/domain'
import type { EventId } from '@trm/kernel'
import type { ChainMemory } from './chain-memory.ts'
import type { ExchangeEnvironment } from './environment.ts'

/** What became of one incoming copy. */
export type Reception =
  /** Durably in the case log, now or since an earlier delivery of the same event. */
  | { readonly kind: 'stored' | 'duplicate'; readonly event: EventId }
  /** Something before it is missing. It stays with its sender, who is told so and sends it again. */
  | {
      readonly kind: 'held-back'
      readonly event: EventId
      /** What comes before it in the chain of its author, where that is what is missing. */
      readonly missing?: EventId
    }
  | ({ readonly kind: 'refused' } & CopyRefusal)

/**
 * An incoming copy that is good by itself (`verifyCopy`), checked beside its case as protocol section 5 has it:
 * known already, covered by consent, next in its chain. Then, and only then, it is appended: without the
 * sections that its author has taken back since, where that news overtook it.
 */
export async function receiveEvent(
  copy: VerifiedCopy,
  chains: ChainMemory,
  { caseLog }: Pick<ExchangeEnvironment, 'caseLog'>,
): Promise<Reception> {
  const { event } = copy
  const [grant] = event.grants
  if (grant === undefined) return { kind: 'refused', reason: 'grant-missing', event: event.id }
  const refuse = (reason: CopyRefusal['reason']): Reception => ({
    kind: 'refused',
    reason,
    event: event.id,
    place: { case: event.case, author: event.author, event: event.id, seq: grant.seq },
  })

  const holdBack = (): Reception => ({ kind: 'held-back', event: event.id })

  for (;;) {
    const loaded = await caseLog.load(event.case)
    if (loaded.state.known[event.id] !== undefined) return { kind: 'duplicate', event: event.id }
    const twin = loaded.entries.some(
      (entry) => entry.tokenId === copy.tokenId && entry.event.author === event.author,
    )
    if (twin) return refuse('equivocation')
    // Taken back by its author, and the news came first: it is not written down only to be erased.
    const before = loaded.entries.map((entry) => entry.event)
    const overtaken = overtakenSections({ event, grant }, before, loaded.state)
    const sections = grant.sections.filter((section) => !overtaken.includes(section))
    const left = { ...grant, sections }
    const flaw = reviewGrant(
      { event, grant: left, at: event.recordedAt },
      loaded.state,
      caseLog.organisations,
    )
    const chain = chains.judge(loaded, copy)
    // A consent that is not known yet may be what the gap before this event holds.
    if (chain === 'gap')
      return { ...holdBack(), ...(grant.prev !== undefined && { missing: grant.prev }) }
    if (chain === 'broken') return refuse('chain-broken')
    if (flaw?.kind === 'consent-unknown' || flaw?.kind === 'subject-unknown') {
      // So may what an urgent event is about, if it came ahead of it; and what a holder answers that was told
      // by somebody else than us, whose word to us is still on its way.
      if (answers.has(event.type) && flaw.kind === 'subject-unknown') return holdBack()
      return chain === 'ahead' ? holdBack() : refuse('consent-unknown')
    }
    if (flaw?.kind === 'section-never-carried') return refuse('section-not-granted')
    if (flaw !== undefined) return refuse('consent-does-not-cover')
    const appended = await caseLog.appendReceived(loaded, without(copy, overtaken))
    if (appended.ok) return { kind: 'stored', event: event.id }
  }
}

/** What a holder says of something that somebody else may have told it. */
const answers: ReadonlySet<EventType> = new Set<EventType>([
  'HoldersAnswered',
  'CorrectionAcknowledged',
])

/** The copy as it was signed, without the disclosures of some sections. */
function without(copy: VerifiedCopy, dropped: readonly SectionName[]): VerifiedCopy {
  const isKept = ({ name }: { readonly name: SectionName }) => !dropped.includes(name)
  const { event, sections } = copy
  return {
    ...copy,
    event: { ...event, sections: event.sections.filter(isKept) },
    sections: sections.filter(isKept),
  }
}
