import type { DeliveryList, SharedStateResponse } from '@trm/contracts'
import type { CaseReference, OrganisationId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import type { MemoryNetwork } from '../../support/memory-agents.ts'
import { idsAt, idsOf, ORGANISATIONS, type OpenedCase } from './world-commands.ts'

/**
 * Waits until every delivery has ended, and compares what everybody has.
 *
 * @returns what does not hold, in sentences without a value, and how many deliveries there were.
 */
export async function judge(
  network: MemoryNetwork,
  cases: readonly OpenedCase[],
  deadlineMs: number,
): Promise<{ readonly flaws: readonly string[]; readonly deliveries: number }> {
  const flaws = new Set<string>()
  let deliveries: Open[] = []
  await waitFor(
    unlessStill(network, async () => {
      deliveries = await deliveriesOf(network)
      // By case it is looked up in the log, which the outbox only follows.
      if (deliveries.every(hasEnded)) deliveries = await deliveriesOf(network, cases)
      return deliveries.every(hasEnded)
    }),
    { deadlineMs, what: 'the end of every delivery' },
  ).catch(() => flaws.add('a delivery has not ended'))

  const refused = new Set<string>()
  for (const delivery of deliveries) {
    const { from, to, event, case: reference, status } = delivery
    const times = idsAt(network.agent(to), reference).filter((id) => id === event).length
    if (status === 'stored' && times !== 1) flaws.add(`at the recipient ${String(times)} times`)
    if (status === 'refused' && times > 0) flaws.add('at the recipient, and refused')
    if (status === 'refused' && !hasCrossed(delivery, network))
      flaws.add(`refused: ${String(delivery.reason)}`)
    if (status === 'refused') refused.add(pairIn(reference, from, to))
    if (idsAt(network.agent(from), reference).filter((id) => id === event).length !== 1)
      flaws.add('not once at its author')
  }
  for (const { reference } of cases)
    for (const id of ORGANISATIONS) {
      const ids = idsAt(network.agent(id), reference)
      if (new Set(ids).size !== ids.length) flaws.add('an event is twice in a log')
      for (const other of ORGANISATIONS) {
        // Of what was refused the author knows and the other does not.
        if (id >= other || refused.has(pairIn(reference, id, other))) continue
        if (!(await agree(network, reference, id, other)))
          flaws.add('two organisations do not agree on what they share')
      }
    }
  return { flaws: [...flaws], deliveries: deliveries.length }
}

const pairIn = (reference: CaseReference, one: OrganisationId, other: OrganisationId) =>
  [reference, ...[one, other].toSorted()].join(' ')

/**
 * Whether it stood on a consent that was taken back while it was on its way, or that never came for that reason:
 * the refusals that are right.
 */
function hasCrossed({ to, case: reference, reason }: Open, network: MemoryNetwork): boolean {
  const agent = network.agent(to)
  const taken = ['DataConsentNarrowed', 'DataConsentWithdrawn'].flatMap((type) =>
    idsOf(agent, reference, type),
  )
  return taken.length > 0 && (reason === 'consent-does-not-cover' || reason === 'consent-unknown')
}

type Open = DeliveryList['deliveries'][number] & { readonly from: OrganisationId }

const hasEnded = ({ status }: Open) => status === 'stored' || status === 'refused'

/** How often it is looked again though nothing has been written down meanwhile. */
const LOOK_EVERY = 50

/** An agent answers so many requests in a minute: it is asked when something was written down. */
function unlessStill(network: MemoryNetwork, look: () => Promise<boolean>): () => Promise<boolean> {
  let [seen, still] = ['', 0]
  return async () => {
    const written = ORGANISATIONS.map((id) =>
      [...network.agent(id).storeState.streams.values()].reduce(
        (sum, { length }) => sum + length,
        0,
      ),
    ).join()
    still = written === seen ? still + 1 : 0
    seen = written
    return still % LOOK_EVERY === 0 && (await look())
  }
}

/** Of some cases, or of all that the outboxes know. */
async function deliveriesOf(
  network: MemoryNetwork,
  cases: readonly OpenedCase[] = [],
): Promise<Open[]> {
  const filters = cases.length === 0 ? [''] : cases.map(({ reference }) => `?case=${reference}`)
  const found: Open[] = []
  for (const from of ORGANISATIONS)
    for (const filter of filters) {
      const { body } = await network.agent(from).request('GET', `/exchange/deliveries${filter}`)
      found.push(...(body as DeliveryList).deliveries.map((each) => ({ ...each, from })))
    }
  return found
}

async function agree(
  network: MemoryNetwork,
  reference: CaseReference,
  one: OrganisationId,
  other: OrganisationId,
): Promise<boolean> {
  const [ours, theirs] = await Promise.all(
    [
      [one, other],
      [other, one],
    ].map(async ([by = one, other = one]) => {
      const url = `/timeline/cases/${reference}/shared-state?with=${other}`
      const { status, body } = await network.agent(by).request('GET', url)
      return status === 200 ? (body as SharedStateResponse).stateDigest : undefined
    }),
  )
  return ours !== undefined && ours === theirs
}
