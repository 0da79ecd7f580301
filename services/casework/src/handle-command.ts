import type { AttachmentStore } from '@trm/attachments'
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
  withholdingRemedies,
  type CaseCommand,
  type CaseEvent,
  type CommandDefinition,
  type EventDraft,
  type EventType,
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
import { findMissingAttachment } from './check-attachments.ts'
import { eraseRecorded } from './erase-recorded.ts'

export type CommandEnvironment = {
  readonly caseLog: CaseLog
  readonly directory: Directory
  readonly clock: Clock
  /** The policy of the own Participant. */
  readonly policy: PolicyPack
  readonly attachments: Pick<AttachmentStore, 'progress'>
  readonly newTokenId: () => TokenId
  readonly reportCommand: (fact: CommandFact) => void
}

/** Somebody is to learn of an event and is not listed: it is told when it is listed again. */
export type CommandFact = {
  readonly kind: 'recipient-unlisted'
  readonly organisation: OrganisationId
  /** Of the event. */
  readonly type: EventType
}

/** A command as it comes from a caller, with `share` not yet filled in; or one of this agent's own. */
export type IncomingCommand = CaseCommandBody | CaseCommand

export type CommandRequest = {
  readonly case: CaseReference
  readonly command: IncomingCommand
  readonly commandId: TokenId
  readonly role: string
  /**
   * The revision of the case that the command was decided on by whoever gives it: it is refused as `contended`
   * where something was recorded since.
   */
  readonly decidedOn?: LoadedCase['revision']
}

/** Who will learn of an event. */
export type Reach = {
  /** What each recipient will be able to read, and what is kept from it and why. */
  readonly disclosures: readonly DisclosurePreview[]
  /** Those of the recipients that no trust list lists now: they learn of it once one does. */
  readonly unreachable: readonly OrganisationId[]
}

export type CommandOutcome = Reach & { readonly event: EventId }

export type CommandFailure =
  | Rejection
  | { readonly kind: 'recipient-unknown'; readonly recipient: OrganisationId }
  /** Organisations of its kind receive no events of this type. */
  | { readonly kind: 'recipient-not-entitled'; readonly recipient: OrganisationId }
  | { readonly kind: 'not-entitled' }
  /** One person proposes and another confirms. */
  | { readonly kind: 'second-person-needed' }
  /** The case holds no value of its own in this section that could go along. */
  | { readonly kind: 'nothing-to-share'; readonly section: SectionName }
  /** A document names a file that was not taken in for this case, or is another than was taken in. */
  | { readonly kind: 'attachment-not-here'; readonly attachment: TokenId }
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
  const { caseLog, clock, directory, newTokenId } = environment
  const tokenId = newTokenId()
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const loaded = await caseLog.load(request.case)
    const earlier = findByCommand(loaded, request.commandId)
    if (earlier !== undefined) {
      await eraseRecorded(loaded, caseLog)
      return ok(outcomeOf(earlier, directory))
    }
    if (request.decidedOn !== undefined && request.decidedOn !== loaded.revision)
      return fail({ kind: 'contended' })
    const now = clock.now()
    const prepared = await prepare(loaded, request.command, now, environment)
    if (!prepared.ok) return prepared
    const { draft, plan } = prepared.value
    const { commandId, role } = request
    const recordedAt = eventDefinitions[draft.type].isUntimed ? startOfDay(now) : now
    const own = { draft, plan, tokenId, recordedAt, command: commandId, role }
    const appended = await caseLog.appendOwn(loaded, own)
    if (!appended.ok) continue
    if (draft.type === 'PersonalDataErased')
      await eraseRecorded(await caseLog.load(request.case), caseLog)
    const reach = reachOf(plan, directory)
    for (const organisation of reach.unreachable)
      environment.reportCommand({ kind: 'recipient-unlisted', organisation, type: draft.type })
    return ok({ event: appended.value.id, ...reach })
  }
  return fail({ kind: 'contended' })
}

/** The same without the append: who would read what, and why the rest is withheld. */
export async function previewCommand(
  request: Pick<CommandRequest, 'case' | 'command'>,
  environment: CommandEnvironment,
): Promise<Result<Reach, CommandFailure>> {
  const loaded = await environment.caseLog.load(request.case)
  const now = environment.clock.now()
  const prepared = await prepare(loaded, request.command, now, environment)
  return prepared.ok ? ok(reachOf(prepared.value.plan, environment.directory)) : prepared
}

type Prepared = { readonly draft: EventDraft; readonly plan: readonly PlannedDisclosure[] }

async function prepare(
  loaded: LoadedCase,
  incoming: IncomingCommand,
  now: Instant,
  environment: CommandEnvironment,
): Promise<Result<Prepared, CommandFailure>> {
  const { caseLog, directory, policy } = environment
  const { self } = caseLog
  const command = await fillIn(incoming, loaded, caseLog)
  if (!command.ok) return command
  const kindOf = kindFinder(directory)
  const decided = decide(loaded.state, command.value, { now, self, policy, kindOf })
  if (!decided.ok) return decided
  const draft = decided.value
  const kind = kindOf(self)
  if (kind === undefined || !mayAuthor(kind, draft.type)) return fail({ kind: 'not-entitled' })
  const isOwed = isOwedWhateverHappens(command.value, draft)
  for (const { to } of draft.recipients) {
    const reader = kindOf(to)
    if (to === self || (reader === undefined && !isOwed))
      return fail({ kind: 'recipient-unknown', recipient: to })
    if (reader !== undefined && !mayReceive(reader, draft.type))
      return fail({ kind: 'recipient-not-entitled', recipient: to })
  }
  const erased = await findErased(draft, loaded, caseLog)
  if (erased !== undefined) return fail({ kind: 'nothing-to-share', section: erased })
  const attachment = await findMissingAttachment(draft, loaded, environment)
  if (attachment !== undefined) return fail({ kind: 'attachment-not-here', attachment })
  const plan = planDisclosures(draft, loaded.state, self, now, caseLog.organisations)
  return plan.ok ? ok({ draft, plan: plan.value }) : plan
}

/** A section that is to be passed on and is not here any more. */
async function findErased(
  draft: EventDraft,
  { entries }: LoadedCase,
  caseLog: CaseLog,
): Promise<SectionName | undefined> {
  if (draft.type !== 'EventShared') return undefined
  const { event, sections } = draft.facts
  const entry = entries.find((candidate) => candidate.event.id === event)
  for (const section of sections) {
    const opened = entry === undefined ? undefined : await caseLog.open(entry, section)
    if (opened?.kind !== 'open') return section
  }
  return undefined
}

/**
 * Whether it is recorded though somebody who is to learn of it is not listed at the moment: what a person
 * takes back, what is put right and what time has ended do not depend on delivery. The grant stays in the
 * event as what is to be delivered. What is news to a named recipient needs one that exists.
 */
function isOwedWhateverHappens({ type }: CaseCommand, draft: EventDraft): boolean {
  return (
    eventDefinitions[draft.type].fallback === 'notice' ||
    commandDefinitions[type].givenBy === 'deadline'
  )
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
      event.author === caseLog.self &&
      // What is passed on is somebody else's word, whoever signed that it was.
      event.type !== 'EventShared' &&
      event.sections.some((section) => section.name === name),
  )
  const opened = latest === undefined ? undefined : await caseLog.open(latest, name)
  return opened?.kind === 'open' ? opened.value : undefined
}

function findByCommand({ entries }: LoadedCase, commandId: TokenId): CaseEvent | undefined {
  return entries.find(
    ({ stored }) => stored.origin.kind === 'own' && stored.origin.command === commandId,
  )?.event
}

function outcomeOf(event: CaseEvent, directory: Directory): CommandOutcome {
  return {
    event: event.id,
    disclosures: event.grants.map(({ to, purpose, sections, until }) => ({
      recipient: to,
      purpose,
      sections,
      withheld: [],
      until,
    })),
    unreachable: unlisted(event.grants, directory),
  }
}

function reachOf(plan: readonly PlannedDisclosure[], directory: Directory): Reach {
  const grants = plan.map(({ grant }) => grant)
  return { disclosures: plan.map(previewOf), unreachable: unlisted(grants, directory) }
}

function unlisted(
  grants: readonly { readonly to: OrganisationId }[],
  directory: Directory,
): readonly OrganisationId[] {
  return grants.map(({ to }) => to).filter((to) => directory.findOrganisation(to) === undefined)
}

function previewOf({ grant, withheld }: PlannedDisclosure): DisclosurePreview {
  return {
    recipient: grant.to,
    purpose: grant.purpose,
    sections: grant.sections,
    withheld: withheld.map((each) => ({ ...each, remedy: withholdingRemedies[each.rule] })),
    until: grant.until,
  }
}
