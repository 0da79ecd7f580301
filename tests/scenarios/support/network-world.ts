import { caseCommand } from '@trm/contracts'
import {
  fail,
  isCaseReference,
  ok,
  toInstant,
  type CaseReference,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import type { LocalNetwork } from '@trm/local'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import type { CaseState } from '@trm/domain'
import type { GivenCommand, Outlook, World } from './world.ts'

const DEADLINE_MS = 20_000

/** The agents of a running network, as people signed in there use them. */
export function networkWorld(network: LocalNetwork): World {
  let reference: CaseReference | undefined

  async function give(given: GivenCommand): Promise<Result<string, string>> {
    const { at, command } = given
    const client = network.client(at)
    if (command.type === 'OpenCase') {
      const { record, ageStatus } = command as never
      const opened = await client.openCase({ commandId: randomToken(), record, ageStatus })
      if (!opened.ok) return fail(opened.failure.kind)
      reference = opened.value.case
      return ok(opened.value.event)
    }
    const { record: _record, ...body } = command
    const answered = await client.command(given.isOutside ? ownReference() : theCase(), {
      commandId: randomToken(),
      command: caseCommand.parse(body),
    })
    if (!answered.ok) return fail(answered.failure.kind)
    await settled(given.isOutside ? undefined : at)
    return ok(answered.value.event)
  }

  function theCase(): CaseReference {
    if (reference === undefined) throw new Error('a scenario begins with its case')
    return reference
  }

  /** Waits until everything that the organisation has sent in the case has its receipt. */
  async function settled(sender: OrganisationId | undefined): Promise<void> {
    if (sender === undefined) return
    await waitFor(
      async () => {
        const found = await network.client(sender).deliveries(theCase())
        return found.ok && found.value.deliveries.every(({ status }) => status === 'stored')
      },
      { deadlineMs: DEADLINE_MS, what: `receipts for what ${sender} sent` },
    )
  }

  async function view(organisation: OrganisationId): Promise<Outlook> {
    const found = await network.client(organisation).viewCase(theCase())
    // What is no case is played in memory alone.
    const outside = { knows: [], reads: [] }
    if (!found.ok) return { knows: [], reads: [], outside, state: {} }
    const { state, sections } = found.value
    const known = (state as unknown as CaseState).known
    return {
      knows: Object.values(known).map(({ type }) => type),
      reads: Object.entries(sections).flatMap(([name, entries]) =>
        entries.some(({ status }) => status === 'open') ? [name] : [],
      ),
      outside,
      state,
    }
  }

  return {
    now: () => toInstant(new Date()),
    pass: () => Promise.reject(new Error('nobody lets time pass on a network')),
    give,
    async look(organisation, events) {
      await waitFor(async () => (await view(organisation)).knows.length >= events, {
        deadlineMs: DEADLINE_MS,
        what: `${organisation} to hold ${String(events)} events`,
      })
      return view(organisation)
    },
  }
}

/** A reference that is no case. */
function ownReference(): CaseReference {
  const text = randomToken()
  if (!isCaseReference(text)) throw new TypeError('a token has the form of a reference')
  return text
}
