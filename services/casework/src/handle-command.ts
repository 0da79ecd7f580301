import type { CaseLog, LoadedCase } from '@trm/case-log'
import type { CaseCommandBody, DisclosurePreview } from '@trm/contracts'
import {
  commandDefinitions,
  decide,
  eventDefinitions,
  mayAuthor,
  mayReceive,
  organisationKinds,
  planDisclosures,
  startOfDay,
  type CaseCommand,
  type CaseEvent,
  type CommandDefinition,
  type EventDraft,
  type OrganisationKind,
  type PlannedDisclosure,
  type PolicyPack,
  type Rejection,
  type SectionContents,
  type SectionName,
} from '@trm/domain'
import {
  fail,
  ok,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type Result,
  type TokenId,
} from '@trm/kernel'
import type { Clock, Directory } from '@trm/ports'

export type CommandEnvironment = {
  readonly caseLog: CaseLog
  readonly directory: Directory
  readonly clock: Clock
  /** The policy of the own Participant. */
  readonly policy: PolicyPack
  readonly newTokenId: () => TokenId
}

/** A command as it comes from a caller, with `share` not yet filled in; or one of this agent's own. */
export type IncomingCommand = CaseCommandBody | CaseCommand

export type CommandRequest = {
  readonly case: CaseReference
  readonly command: IncomingCommand
  readonly commandId: TokenId
  readonly role: string
}

export type CommandOutcome = {
  readonly event: EventId
  /** What each recipient will be able to read, and what is kept from it and why. */
  readonly disclosures: readonly DisclosurePreview[]
}

export type CommandFailure =
  | Rejection
  | { readonly kind: 'recipient-unknown'; readonly recipient: OrganisationId }
  /** Organisations of its kind receive no events of this type. */
  | { readonly kind: 'recipient-not-entitled'; readonly recipient: OrganisationId }
  | { readonly kind: 'not-entitled' }
  /** The case holds no value of its own in this section that could go along. */
  | { readonly kind: 'nothing-to-share'; readonly section: SectionName }
  /** Others kept appending to this case in the meantime. Try again. */
  | { readonly kind: 'contended' }

const ATTEMPTS_MAX = 16

/**
 * Load, decide, minimise, append. After a conflict it decides again on what the other writer recorded.
 * A command id that was seen before gets the answer of that time and changes nothing.
 */
export async function handleCommand(
  request: CommandRequest,
  environment: CommandEnvironment,
): Promise<Result<CommandOutcome, CommandFailure>> {
  const { caseLog, clock, newTokenId } = environment
  const tokenId = newTokenId()
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const loaded = await caseLog.load(request.case)
    const earlier = findByCommand(loaded, request.commandId)
    if (earlier !== undefined) return ok(outcomeOf(earlier))
    const now = clock.now()
    const prepared = await prepare(loaded, request.command, now, environment)
    if (!prepared.ok) return prepared
    const { draft, plan } = prepared.value
    const { commandId, role } = request
    const recordedAt = eventDefinitions[draft.type].isUntimed ? startOfDay(now) : now
    const own = { draft, plan, tokenId, recordedAt, command: commandId, role }
    const appended = await caseLog.appendOwn(loaded, own)
    if (appended.ok) return ok({ event: appended.value.id, disclosures: plan.map(previewOf) })
  }
  return fail({ kind: 'contended' })
}

/** The same without the append: who would read what, and why the rest is withheld. */
export async function previewCommand(
  request: Pick<CommandRequest, 'case' | 'command'>,
  environment: CommandEnvironment,
): Promise<Result<readonly DisclosurePreview[], CommandFailure>> {
  const loaded = await environment.caseLog.load(request.case)
  const now = environment.clock.now()
  const prepared = await prepare(loaded, request.command, now, environment)
  return prepared.ok ? ok(prepared.value.plan.map(previewOf)) : prepared
}

type Prepared = { readonly draft: EventDraft; readonly plan: readonly PlannedDisclosure[] }

async function prepare(
  loaded: LoadedCase,
  incoming: IncomingCommand,
  now: Instant,
  { caseLog, directory, policy }: CommandEnvironment,
): Promise<Result<Prepared, CommandFailure>> {
  const { self } = caseLog
  const command = await fillIn(incoming, loaded, caseLog)
  if (!command.ok) return command
  const kindOf = kindFinder(directory)
  const decided = decide(loaded.state, command.value, { now, self, policy, kindOf })
  if (!decided.ok) return decided
  const draft = decided.value
  const kind = kindOf(self)
  if (kind === undefined || !mayAuthor(kind, draft.type)) return fail({ kind: 'not-entitled' })
  for (const { to } of draft.recipients) {
    const reader = kindOf(to)
    if (reader === undefined || to === self)
      return fail({ kind: 'recipient-unknown', recipient: to })
    if (!mayReceive(reader, draft.type))
      return fail({ kind: 'recipient-not-entitled', recipient: to })
  }
  const plan = planDisclosures(draft, loaded.state, self, now)
  return plan.ok ? ok({ draft, plan: plan.value }) : plan
}

/** What the directory says an organisation is; a kind of a later version is none. */
export function kindFinder(
  directory: Directory,
): (organisation: OrganisationId) => OrganisationKind | undefined {
  return (organisation) => {
    const kind = directory.findOrganisation(organisation)?.kind
    return kind !== undefined && organisationKinds.has(kind) ? kind : undefined
  }
}

/** Puts the values of `share` beside the new ones; only values of our own go along unasked. */
async function fillIn(
  incoming: IncomingCommand,
  loaded: LoadedCase,
  caseLog: CaseLog,
): Promise<Result<CaseCommand, CommandFailure>> {
  if (!('share' in incoming) && !('sections' in incoming)) {
    // Commands that may carry sections always do once they are past this door.
    return ok((carriesSections(incoming) ? { ...incoming, sections: {} } : incoming) as CaseCommand)
  }
  const { share = [], ...rest } = incoming as { share?: readonly SectionName[] } & IncomingCommand
  let sections: SectionContents =
    'sections' in rest ? ((rest.sections ?? {}) as SectionContents) : {}
  for (const name of share) {
    const value = await latestOwnValue(loaded, name, caseLog)
    if (value === undefined) return fail({ kind: 'nothing-to-share', section: name })
    sections = { [name]: value, ...sections }
  }
  return ok({ ...rest, sections } as CaseCommand)
}

function carriesSections({ type }: IncomingCommand): boolean {
  const definition: CommandDefinition = commandDefinitions[type]
  return definition.sections.length > 0
}

async function latestOwnValue(loaded: LoadedCase, name: SectionName, caseLog: CaseLog) {
  const latest = loaded.entries.findLast(
    ({ event }) =>
      event.author === caseLog.self && event.sections.some((section) => section.name === name),
  )
  const opened = latest === undefined ? undefined : await caseLog.open(latest, name)
  return opened?.kind === 'open' ? opened.value : undefined
}

function findByCommand({ entries }: LoadedCase, commandId: TokenId): CaseEvent | undefined {
  return entries.find(
    ({ stored }) => stored.origin.kind === 'own' && stored.origin.command === commandId,
  )?.event
}

function outcomeOf(event: CaseEvent): CommandOutcome {
  return {
    event: event.id,
    disclosures: event.grants.map(({ to, purpose, sections, until }) => ({
      recipient: to,
      purpose,
      sections,
      withheld: [],
      until,
    })),
  }
}

function previewOf({ grant, withheld }: PlannedDisclosure): DisclosurePreview {
  return {
    recipient: grant.to,
    purpose: grant.purpose,
    sections: grant.sections,
    withheld,
    until: grant.until,
  }
}
