import { caseCommand, type DeliveryList } from '@trm/contracts'
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
import {
  commandDefinitions,
  type CaseState,
  type CommandDefinition,
  type CommandType,
} from '@trm/domain'
import type { MovedClock } from '../../support/moved-clock.ts'
import type { GivenCommand, Outlook, World } from './world.ts'

const DEADLINE_MS = 20_000

/** A network that a scenario is played on. */
export type PlayedNetwork = World & {
  /** The reference of the case that the scenario opened. */
  theCase(): CaseReference
}

/**
 * The agents of a running network, as people signed in there use them. What time alone asks for they record
 * themselves: such a step waits until they have.
 *
 * @param clock the clock that the agents run on, where time is to pass.
 */
export function networkWorld(network: LocalNetwork, clock?: MovedClock): PlayedNetwork {
  let reference: CaseReference | undefined
  const away = new Set<string>()

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
    const { givenBy, emits } = commandDefinitions[command.type as CommandType] as CommandDefinition
    if (givenBy === 'deadline') return ok(await find(at, emits[0] ?? command.type))
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
        // What is for somebody who is away waits as long as it is.
        const isSettled = ({ status, to }: DeliveryList['deliveries'][number]) =>
          status === 'stored' || away.has(to)
        return found.ok && found.value.deliveries.every(isSettled)
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

  async function find(organisation: OrganisationId, type: string): Promise<string> {
    return waitFor(
      async () => {
        const known = (await stateOf(organisation))?.known ?? {}
        const written = Object.entries(known).filter(
          ([, event]) => event.author === organisation && event.type === type,
        )
        return written.at(-1)?.[0]
      },
      { deadlineMs: DEADLINE_MS, what: `${organisation} to write ${type}` },
    )
  }

  async function stateOf(organisation: OrganisationId): Promise<CaseState | undefined> {
    const found = await network.client(organisation).viewCase(theCase())
    return found.ok ? (found.value.state as unknown as CaseState) : undefined
  }

  return {
    theCase,
    now: () => clock?.now() ?? toInstant(new Date()),
    pass(milliseconds) {
      if (clock === undefined) throw new Error('nobody lets time pass on this network')
      clock.passTime(milliseconds)
      return Promise.resolve()
    },
    async stop(organisation) {
      await network.agents.find((agent) => agent.organisation === organisation)?.stop()
      away.add(organisation)
    },
    async start(organisation) {
      await network.restartAgent(organisation)
      away.delete(organisation)
    },
    find,
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
