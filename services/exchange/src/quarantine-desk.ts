import type { InboxEntry, QuarantineDecision } from '@trm/contracts'
import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'

type Refused = Extract<InboxEntry, { readonly type: 'MailQuarantined' }>['data']

/** Something that was refused, and what somebody decided about it last. */
export type Quarantined = Refused & { readonly review?: QuarantineDecision }

/** Somebody's decision about something that was refused. */
export type Review = {
  readonly digest: string
  readonly decision: QuarantineDecision
  readonly user: string
}

type Asked = { readonly sender: OrganisationId; readonly event: EventId }

/** What was refused, for people to look at and decide about. */
export type QuarantineDesk = {
  record(entry: InboxEntry): void
  /** What was refused last, newest at the end, a thousand at most. */
  shown(): readonly Quarantined[]
  /**
   * Writes the decision down, and then acts on it. `release` keeps nothing of what was refused: of a copy there is
   * no section here. Its sender is asked to send it anew, and it is judged as if it came for the first time.
   *
   * @returns `not-found` for what is not shown; `nothing-to-release` where no event or no sender is known.
   */
  review(review: Review): Promise<Result<null, 'not-found' | 'nothing-to-release'>>
  /** What was asked for anew and has not been answered for since. */
  awaited(): readonly Asked[]
}

const SHOWN_MAX = 1_000

export function createQuarantineDesk(desk: {
  write(entry: InboxEntry): Promise<void>
  askAnew(sender: OrganisationId, event: EventId): Promise<void>
}): QuarantineDesk {
  const refused: Quarantined[] = []
  const awaited = new Map<string, Asked>()

  return {
    record(entry) {
      if (entry.type === 'MailQuarantined') {
        refused.push(entry.data)
        // Memory is not for who floods a mailbox to fill; the journal has the earlier ones.
        if (refused.length > SHOWN_MAX) refused.shift()
      }
      if (entry.type === 'QuarantineReviewed') {
        const { digest, decision: review, released } = entry.data
        for (const [place, each] of refused.entries())
          if (each.digest === digest) refused[place] = { ...each, review }
        if (released !== undefined) awaited.set(keyOf(released), released)
      }
      if (entry.type === 'ReceiptIssued') {
        const { to: sender, events } = entry.data
        for (const event of events) awaited.delete(keyOf({ sender, event }))
      }
    },
    shown: () => refused,
    async review({ digest, decision, user }) {
      const found = refused.findLast((each) => each.digest === digest)
      if (found === undefined) return fail('not-found')
      const { event, sender, place } = found
      if (decision === 'reject') {
        await desk.write({ type: 'QuarantineReviewed', data: { digest, decision, user } })
        return ok(null)
      }
      if (event === undefined || sender === undefined) return fail('nothing-to-release')
      const released = { event, sender, ...(place !== undefined && { place }) }
      await desk.write({ type: 'QuarantineReviewed', data: { digest, decision, user, released } })
      await desk.askAnew(sender, event)
      return ok(null)
    },
    awaited: () => [...awaited.values()],
  }
}

function keyOf({ sender, event }: Asked): string {
  return `${event} ${sender}`
}
