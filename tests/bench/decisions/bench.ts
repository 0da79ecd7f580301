import {
  disclosureWorld,
  mayDisclose,
  purposes,
  sectionNames,
  type DisclosureRequest,
  type KnownClause,
  type KnownOrganisation,
  type Organisations,
} from '@trm/domain'
import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import { asTable, median, perSecond, say, timedInTurns, type Figure } from '../figures.ts'

const ROUNDS = 7
const CLAUSES = 1_000
const ORGANISATIONS = 40
const GOAL_PER_SECOND = 100_000

const organisation = (index: number) => `at.organisation-${index % ORGANISATIONS}` as OrganisationId
const instant = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString() as Instant

/** Clauses between all pairs of forty organisations, with every part that a decision looks at. */
function clauseAt(index: number): KnownClause {
  const narrowed = index % 5 === 0
  return {
    id: `c${index}`,
    consent: `consent-${index % 25}` as EventId,
    discloser: organisation(index),
    recipient: organisation(index * 7 + 1 + Math.floor(index / ORGANISATIONS)),
    purposes: purposes.codes.filter((_, place) => (place + index) % 3 !== 0),
    sections: sectionNames.codes.filter((_, place) => (place * index) % 4 !== 1),
    removed: narrowed ? sectionNames.codes.slice(0, 3) : [],
    from: instant(0),
    until: instant(100 + (index % 200)),
    onward: false,
    ...(index % 11 === 0 && { standing: 'withdrawn' as const }),
  }
}

const facts = {
  licence: 'inForce',
  agreement: 'inForce',
  membership: 'inForce',
  vetting: 'inForce',
} as const

/** All of them are listed, in good standing: so every decision looks at all there is. */
const known: ReadonlyMap<OrganisationId, KnownOrganisation> = new Map(
  Array.from({ length: ORGANISATIONS }, (_, index) => [
    organisation(index),
    { kind: 'cso', isListed: true, facts },
  ]),
)
const listed: Organisations = (id) => known.get(id)

/** One question for every clause: half of them about its own parties, half about others. */
function requestAt(index: number, clauses: readonly KnownClause[]): DisclosureRequest {
  const about = clauses[index % clauses.length]
  const isAboutClause = about !== undefined && index % 2 === 0
  return {
    discloser: isAboutClause ? about.discloser : organisation(index * 3),
    recipient: isAboutClause ? about.recipient : organisation(index * 5 + 2),
    purpose: purposes.codes[index % purposes.codes.length] ?? 'handover',
    section: sectionNames.codes[index % sectionNames.codes.length] ?? 'identity',
    at: instant(index % 250),
  }
}

/** Measures decisions on disclosures in a world of 1,000 clauses, beside looking through all of them. */
export async function benchDecisions({ isQuick }: { readonly isQuick: boolean }): Promise<void> {
  const count = isQuick ? 20_000 : 500_000
  const clauses = Array.from({ length: CLAUSES }, (_, index) => clauseAt(index))
  const requests = Array.from({ length: 10_000 }, (_, index) => requestAt(index, clauses))
  const world = disclosureWorld(clauses, listed, [])
  const verdicts = new Map<string, number>()
  for (const request of requests) {
    const verdict = mayDisclose(request, world)
    const key = verdict.kind === 'allow' ? 'allow' : verdict.rule
    verdicts.set(key, (verdicts.get(key) ?? 0) + 1)
  }
  say(`of 10,000 questions: ${[...verdicts].map(([key, times]) => `${times} ${key}`).join(', ')}`)
  const decideAll = (decide: (request: DisclosureRequest) => unknown, times: number) => () => {
    for (let index = 0; index < times; index++) {
      const request = requests[index % requests.length]
      if (request !== undefined) decide(request)
    }
  }
  const looked = Math.ceil(count / 20)
  const elapsed = await timedInTurns(ROUNDS, {
    ours: decideAll((request) => mayDisclose(request, world), count),
    // What a decision would cost that goes through all clauses to find those between the two.
    scan: decideAll(
      ({ discloser, recipient }) =>
        clauses.filter(
          (clause) => clause.discloser === discloser && clause.recipient === recipient,
        ),
      looked,
    ),
  })
  const ours = median(elapsed.ours)
  const scan = median(elapsed.scan)
  const figures: readonly Figure[] = [
    {
      what: 'decisions per second on one core, in hundred thousands',
      ours: perSecond(count, ours),
      beside: '',
      reached: ((count / ours) * 1_000) / GOAL_PER_SECOND,
      goal: { atLeast: 1 },
    },
    {
      what: 'a decision / looking through all clauses for those between the two',
      ours: perSecond(count, ours),
      beside: perSecond(looked, scan),
      reached: count / ours / (looked / scan),
    },
  ]
  process.stdout.write(`${asTable(figures)}\n`)
}
