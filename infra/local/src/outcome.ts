import type { ReplayResponse, ReplaySummary } from '@trm/contracts'
import type { CaseReference, OrganisationId } from '@trm/kernel'
import type { LocalNetwork } from './network.ts'
import { localPlan } from './plan.ts'
import { accepted, answered } from './scenario-clock.ts'

/** One organisation after the scenario. */
export type OrganisationOutcome = {
  readonly id: string
  readonly participant: string
  readonly kind: string
  /** Events of the case in its log. */
  readonly events: number
  /** Of those, what it received from others and could open. */
  readonly opened: number
  /** What it holds: `held`, or `erased` when it has destroyed the keys. */
  readonly sections: Readonly<Record<string, 'held' | 'erased'>>
  /** Of what it and its counterpart (Vienna CSO; for Vienna, Belgrade CSO) both hold. */
  readonly stateDigest: string
}

/** The last line of `npm start -- --once --json`. */
export type ScenarioOutcome = {
  readonly ok: boolean
  readonly scenario: 'handover'
  readonly participants: readonly string[]
  readonly organisations: readonly OrganisationOutcome[]
  /** Vienna's replay; the two counts of breaches are those of both CSOs together. */
  readonly replay: ReplaySummary
  readonly deliveries: {
    readonly relayed: number
    readonly stored: number
    readonly duplicates: number
  }
  readonly seconds: number
}

/** One thing that has to hold, as a sentence. */
export type Check = { readonly holds: boolean; readonly sentence: string }

export type Examination = {
  readonly outcome: Omit<ScenarioOutcome, 'seconds'>
  readonly checks: readonly Check[]
  /** As the auditors of Vienna and of Belgrade see it. */
  readonly replays: readonly ReplayResponse[]
}

const VIENNA = 'at.vienna-cso' as OrganisationId
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const STRANGERS: readonly string[] = ['mk.skopje-cso', 'at.vienna-court-liaison']
const WITHHELD: readonly string[] = ['health', 'exploitation']
const CONSENTED: readonly string[] = ['identity', 'contact', 'needs', 'risk', 'travel']

/** Looks at every organisation through its own API and judges what the scenario has left there. */
export async function examine(
  network: LocalNetwork,
  reference: CaseReference,
): Promise<Examination> {
  const organisations: OrganisationOutcome[] = []
  for (const participant of localPlan) {
    for (const { id, kind } of participant.organisations) {
      const seen = await examineOrganisation(network, id, reference)
      organisations.push({ id, participant: participant.code, kind, ...seen })
    }
  }
  const vienna = await auditorsReplay(network, VIENNA, reference)
  const belgrade = await auditorsReplay(network, BELGRADE, reference)
  const deliveries = await countDeliveries(network, reference)
  const quarantined = await countQuarantined(network)
  const disagreeing = await countDisagreeing(network, reference, organisations)
  const checks = judge(organisations, [vienna, belgrade], {
    ...deliveries,
    quarantined,
    disagreeing,
  })
  return {
    outcome: {
      ok: checks.every(({ holds }) => holds),
      scenario: 'handover',
      participants: localPlan.map(({ code }) => code.toUpperCase()),
      organisations,
      replay: {
        ...vienna.summary,
        overDisclosures: vienna.summary.overDisclosures + belgrade.summary.overDisclosures,
        chainGaps: vienna.summary.chainGaps + belgrade.summary.chainGaps,
      },
      deliveries,
    },
    checks,
    replays: [vienna, belgrade],
  }
}

async function examineOrganisation(
  network: LocalNetwork,
  id: OrganisationId,
  reference: CaseReference,
): Promise<Pick<OrganisationOutcome, 'events' | 'opened' | 'sections' | 'stateDigest'>> {
  const client = network.client(id)
  const counterpart = id === VIENNA ? BELGRADE : VIENNA
  const shared = await accepted(() => client.sharedState(reference, counterpart), 'shared-state')
  const replayed = await answered(() => client.replay(reference), 'replay')
  const events = replayed.ok ? replayed.value.events : []
  const sections: Record<string, 'held' | 'erased'> = {}
  for (const { sections: held } of events) {
    for (const { name, status } of held) {
      if (status !== 'held' && status !== 'erased') continue
      if (sections[name] !== 'held') sections[name] = status
    }
  }
  return {
    events: events.length,
    opened: events.filter(({ author }) => author !== id).length,
    sections,
    stateDigest: shared.stateDigest,
  }
}

function auditorsReplay(
  network: LocalNetwork,
  organisation: OrganisationId,
  reference: CaseReference,
): Promise<ReplayResponse> {
  return accepted(() => network.client(organisation, 'auditor').replay(reference), 'replay')
}

async function countDeliveries(network: LocalNetwork, reference: CaseReference) {
  let relayed = 0
  let stored = 0
  let duplicates = 0
  for (const { organisation } of network.agents) {
    const client = network.client(organisation)
    const { deliveries } = await accepted(() => client.deliveries(reference), 'deliveries')
    relayed += deliveries.filter(({ status }) => status !== 'queued').length
    stored += deliveries.filter(({ status }) => status === 'stored').length
    const replayed = await answered(() => client.replay(reference), 'replay')
    const ids = replayed.ok ? replayed.value.events.map(({ event }) => event) : []
    duplicates += ids.length - new Set(ids).size
  }
  return { relayed, stored, duplicates }
}

async function countQuarantined(network: LocalNetwork): Promise<number> {
  let count = 0
  for (const { organisation } of network.agents) {
    const { messages } = await accepted(
      () => network.client(organisation).quarantine(),
      'quarantine',
    )
    count += messages.length
  }
  return count
}

/** Asks Vienna for its own view of what it shares with each of the others, and compares. */
async function countDisagreeing(
  network: LocalNetwork,
  reference: CaseReference,
  organisations: readonly OrganisationOutcome[],
): Promise<number> {
  let disagreeing = 0
  for (const { id, stateDigest } of organisations) {
    if (id === VIENNA) continue
    const ask = () => network.client(VIENNA).sharedState(reference, id as OrganisationId)
    const { stateDigest: seen } = await accepted(ask, 'shared-state')
    if (seen !== stateDigest) disagreeing++
  }
  return disagreeing
}

type Counts = ScenarioOutcome['deliveries'] & {
  readonly quarantined: number
  readonly disagreeing: number
}

function judge(
  organisations: readonly OrganisationOutcome[],
  replays: readonly ReplayResponse[],
  counts: Counts,
): readonly Check[] {
  const find = (id: string) => organisations.find((organisation) => organisation.id === id)
  const vienna = find(VIENNA)
  const belgrade = find(BELGRADE)
  const held = belgrade?.sections ?? {}
  const every = (test: (summary: ReplaySummary) => boolean) =>
    replays.every(({ summary }) => test(summary))
  return [
    {
      holds: vienna !== undefined && vienna.stateDigest === belgrade?.stateDigest,
      sentence: 'Vienna and Belgrade know the same of what they share',
    },
    {
      holds: counts.disagreeing === 0,
      sentence: 'so do Vienna and each of the others',
    },
    {
      holds: STRANGERS.every((id) => find(id)?.events === 0),
      sentence: 'Skopje and the court liaison hold no event of the case',
    },
    {
      holds:
        WITHHELD.every((name) => held[name] === undefined) &&
        Object.keys(held).every((name) => CONSENTED.includes(name)),
      sentence: 'Belgrade never got health or exploitation, and nothing beyond the consent',
    },
    {
      holds: held['contact'] === 'erased' && held['identity'] === 'held',
      sentence: 'Belgrade has erased the contact, and that alone',
    },
    {
      holds: ['at.nrm-office', 'rs.nrm-office'].every(
        (id) => (find(id)?.events ?? 0) > 0 && Object.keys(find(id)?.sections ?? {}).length === 0,
      ),
      sentence: 'the NRM offices were notified and hold no section',
    },
    {
      holds: every(({ events, signaturesValid }) => events > 0 && events === signaturesValid),
      sentence: 'every signature is valid',
    },
    {
      holds: every(({ disclosures, disclosuresWithBasis }) => disclosures === disclosuresWithBasis),
      sentence: 'every disclosure has a basis that stood at its time',
    },
    {
      holds: every(({ overDisclosures, chainGaps }) => overDisclosures === 0 && chainGaps === 0),
      sentence: 'nothing was disclosed beyond consent, and no chain has a gap',
    },
    {
      holds: counts.stored > 0 && counts.stored === counts.relayed && counts.duplicates === 0,
      sentence: 'every delivery has its signed receipt, and no event is in a log twice',
    },
    { holds: counts.quarantined === 0, sentence: 'nothing was quarantined' },
  ]
}
