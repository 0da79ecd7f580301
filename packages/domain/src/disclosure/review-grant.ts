import { assertNever, type Instant, type OrganisationId } from '@trm/kernel'
import type { EventType, Grant } from '../case/events.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import {
  isImpersonal,
  mayDisclose,
  type DenialRule,
  type DisclosureRequest,
  type KnownClause,
} from './may-disclose.ts'

/** A grant as it stands in a signed event, and what there is to judge it by. */
export type GrantInQuestion = {
  readonly type: EventType
  readonly author: OrganisationId
  readonly grant: Grant
  /** The time that counts: when the event was recorded. */
  readonly at: Instant
}

export type GrantFlaw =
  | { readonly kind: 'consent-unknown' }
  | { readonly kind: 'not-covered'; readonly rule: DenialRule; readonly section?: SectionName }
  | { readonly kind: 'not-impersonal' }

/**
 * Judges a grant again: by the recipient before it opens anything, by each side when it reads, and by
 * an auditor at replay. The clause that the grant names must itself cover all of it; another clause
 * that would have does not help.
 *
 * @returns the first flaw, or undefined when the grant stands.
 */
export function reviewGrant(
  question: GrantInQuestion,
  clauses: readonly KnownClause[],
): GrantFlaw | undefined {
  const { basis } = question.grant
  switch (basis.kind) {
    case 'noPersonalData':
      return isImpersonal(question.type) && question.grant.sections.length === 0
        ? undefined
        : { kind: 'not-impersonal' }
    case 'consent': {
      const named = clauses.filter(
        ({ consent, id }) => consent === basis.consent && id === basis.clause,
      )
      if (named.length === 0) return { kind: 'consent-unknown' }
      return firstUncovered(question, named)
    }
    default:
      return assertNever(basis, 'review-grant: unknown basis')
  }
}

function firstUncovered(
  { author, grant, at }: GrantInQuestion,
  named: readonly KnownClause[],
): GrantFlaw | undefined {
  const request: DisclosureRequest = {
    discloser: author,
    recipient: grant.to,
    purpose: grant.purpose,
    at,
  }
  const bare = mayDisclose(request, named)
  if (bare.kind === 'deny') return { kind: 'not-covered', rule: bare.rule }
  for (const section of grant.sections) {
    const verdict = mayDisclose({ ...request, section }, named)
    if (verdict.kind === 'deny') return { kind: 'not-covered', rule: verdict.rule, section }
  }
  return undefined
}
