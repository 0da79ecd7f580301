import type { StoredEvent, StoredSection } from '@trm/contracts'
import type {
  CaseEvent,
  EventDraft,
  Organisations,
  PlannedDisclosure,
  SectionName,
} from '@trm/domain'
import {
  fail,
  invariant,
  ok,
  type CaseReference,
  type Instant,
  type OrganisationId,
  type Result,
  type TokenId,
} from '@trm/kernel'
import type { Directory, EventStore, SectionKey, Vault } from '@trm/ports'
import { composeEvent, type ChainHead, type ComposedEvent, type EventSigner } from './compose.ts'
import { inspectSections, type InspectedSection } from './inspect.ts'
import { justAppended } from './just-appended.ts'
import { caseCache, withMore } from './case-cache.ts'
import type { LoadedCase } from './loaded-case.ts'
import { authorScope, keyScope, ownScope } from './key-scope.ts'
import { organisationsIn } from './organisations.ts'
import {
  fromRecord,
  openSection,
  openText,
  toRecord,
  type LoggedEvent,
  type OpenedSection,
} from './record.ts'
import type { VerifiedCopy } from './verify-copy.ts'
import { standingOfSigner } from './verify-event.ts'

export type OwnEvent = {
  readonly draft: EventDraft
  readonly plan: readonly PlannedDisclosure[]
  readonly tokenId: TokenId
  readonly recordedAt: Instant
  readonly command: TokenId
  readonly role: string
}

/** Somebody else appended since the case was loaded: load and decide again. */
export type Contended = { readonly kind: 'contended' }

/** The spine: an organisation's cases as streams of signed events in its event store. */
export type CaseLog = {
  readonly self: OrganisationId
  /** What the trust lists say of organisations as of a time. */
  readonly organisations: Organisations
  /** A case that does not exist loads as empty. @throws {CaseLogError} {@link StoreUnavailableError} */
  load(reference: CaseReference): Promise<LoadedCase>
  /** Signs, encrypts and appends an event of our own, with its grants as delivery intents. */
  appendOwn(on: LoadedCase, own: OwnEvent): Promise<Result<CaseEvent, Contended>>
  /** Appends a verified copy of somebody else's event. */
  appendReceived(on: LoadedCase, copy: VerifiedCopy): Promise<Result<CaseEvent, Contended>>
  /** The section of a logged event, decrypted; undefined where the event carries none for us. */
  open(entry: LoggedEvent, section: string): Promise<OpenedSection | undefined>
  /** The same as its disclosure, to hand on and not to read; undefined also where it is erased. */
  openText(entry: LoggedEvent, section: string): Promise<string | undefined>
  /** The key under which a value that this organisation writes into the section next will be recorded. */
  ownKey(on: LoadedCase, section: SectionName): Promise<SectionKey>
  /**
   * What there is of each section of each event of the case: its value, or why there is none to read at
   * this time. What is damaged is said of its section and stops nothing else.
   */
  inspect(loaded: LoadedCase, now: Instant): Promise<readonly InspectedSection[]>
  /**
   * Destroys the key of a section of an entry, and with it what else its author wrote in the section under
   * the same clause up to the next erasure: no copy of the log opens it again.
   *
   * @param on the case as it was loaded with the entry.
   * @returns whether there was something to destroy; false when repeated.
   */
  erase(on: LoadedCase, entry: LoggedEvent, section: SectionName): Promise<boolean>
  /**
   * Destroys the key that {@link ownKey} gave out before an event was recorded, also where nothing was recorded
   * under it: what waited to be named goes as well. Repeating it changes nothing.
   */
  eraseOwnKey(on: LoadedCase, section: SectionName, before: LoggedEvent): Promise<void>
}

const STREAM_PREFIX = 'case-'

/** Opens the case log over a store and a vault. It keeps no values: its cache holds signed events. */
export function openCaseLog(parts: {
  readonly self: OrganisationId
  readonly store: EventStore
  readonly vault: Vault
  readonly directory: Directory
  readonly signer: EventSigner
}): CaseLog {
  const { self, store, vault, directory, signer } = parts
  const organisations = organisationsIn(directory)
  const cache = caseCache()
  const appended = justAppended()

  async function load(reference: CaseReference): Promise<LoadedCase> {
    const known = cache.find(reference)
    const more: LoggedEvent[] = []
    const from = BigInt(known?.loaded.entries.length ?? 0)
    for await (const recorded of store.readStream(streamOf(reference), { from })) {
      const { revision, position, recordedAt } = recorded
      const own = appended.find(recorded)
      more.push(
        own === undefined
          ? await fromRecord(recorded, directory)
          : { ...own, revision, position, recordedAt },
      )
    }
    if (known !== undefined && more.length === 0) return known.loaded
    return cache.keep(withMore(reference, known, more))
  }

  /** Nobody has to read back what stands at the end of the case as it was loaded last. */
  function goOn(on: LoadedCase, entry: LoggedEvent): void {
    const known = cache.find(on.reference)
    if (known?.loaded === on) cache.keep(withMore(on.reference, known, [entry]))
  }

  /** What goes along with an event that passes another one on: its disclosures as they are, and its JWS. */
  async function passedOn(
    { entries }: LoadedCase,
    draft: EventDraft,
  ): Promise<{
    readonly sections: ComposedEvent['sections']
    readonly original?: string
  }> {
    if (draft.type !== 'EventShared') return { sections: [] }
    const { event, sections: names } = draft.facts
    const entry = entries.find((candidate) => candidate.event.id === event)
    invariant(entry !== undefined, 'case-log: what is passed on is held')
    const sections: ComposedEvent['sections'][number][] = []
    for (const name of names) {
      const stored = sectionIn(entry, name)
      const disclosure = stored === undefined ? undefined : await openText(entry, stored, vault)
      // What was erased a moment ago stays erased: nobody is sent it.
      if (stored === undefined || disclosure === undefined) continue
      sections.push({ name, digest: stored.digest, disclosure })
    }
    return { sections, original: entry.stored.jws }
  }

  async function append(
    on: LoadedCase,
    event: CaseEvent,
    parts: Parameters<typeof toRecord>[1] & Pick<VerifiedCopy, 'tokenId' | 'standing'>,
  ): Promise<Result<CaseEvent, Contended>> {
    const record = await toRecord(event, parts, on.entries, vault)
    const { tokenId, standing } = parts
    // Before it is there: somebody may read it sooner than its append resolves here.
    if (standing !== undefined) appended.remember({ event, tokenId, standing, stored: record.data })
    const outcome = await store.append(streamOf(on.reference), [record], on.revision)
    if (!outcome.ok) return fail({ kind: 'contended' })
    const { recordedAt } = outcome.value
    if (standing !== undefined && recordedAt !== undefined) {
      const entry = { event, tokenId, standing, stored: record.data, ...outcome.value, recordedAt }
      appended.forget(event.id)
      goOn(on, entry)
    }
    return ok(event)
  }

  return {
    self,
    organisations,
    load,
    async appendOwn(on, own) {
      const { draft, plan, tokenId, recordedAt } = own
      const shared = await passedOn(on, draft)
      const composed = await composeEvent({
        case: on.reference,
        author: self,
        tokenId,
        recordedAt,
        draft,
        plan,
        chainHeads: chainHeads(on, self, recipientsOf(plan)),
        signer,
        passedOn: shared.sections,
      })
      const origin: StoredEvent['origin'] = { kind: 'own', command: own.command, role: own.role }
      const standing = standingOfSigner(composed.event, signer, directory)
      const { original } = shared
      return append(on, composed.event, {
        ...composed,
        tokenId,
        origin,
        ...(standing !== undefined && { standing }),
        ...(original !== undefined && { original }),
      })
    },
    appendReceived(on, copy) {
      return append(on, copy.event, {
        ...copy,
        origin: { kind: 'received', from: copy.event.author },
      })
    },
    async open(entry, section) {
      const stored = sectionIn(entry, section)
      return stored === undefined ? undefined : await openSection(entry, stored, vault)
    },
    async openText(entry, section) {
      const stored = sectionIn(entry, section)
      return stored === undefined ? undefined : await openText(entry, stored, vault)
    },
    ownKey: ({ reference, entries }, section) =>
      vault.currentSectionKey(reference, ownScope(self, section, entries)),
    async eraseOwnKey({ reference, entries }, section, { revision }) {
      const earlier = entries.filter((entry) => entry.revision < revision)
      await vault.destroySectionKeys(reference, ownScope(self, section, earlier))
    },
    inspect: (loaded, now) => inspectSections(loaded, { self, now, vault, organisations }),
    async erase({ reference, entries }, { event, stored, revision }, section) {
      const keyId = stored.sections.find(({ name }) => name === section)?.keyId
      const isThere = async () =>
        keyId !== undefined && (await vault.findSectionKey(keyId)) !== undefined
      if (!(await isThere())) return false
      const before = entries.filter((entry) => entry.revision < revision)
      await vault.destroySectionKeys(reference, keyScope(event, stored.origin, section, before))
      // It was recorded when a key was kept by author alone: better too much is erased than too little.
      if (await isThere()) await vault.destroySectionKeys(reference, authorScope(event, section))
      return true
    },
  }
}

/** The case that a stream of the event store is about; undefined for streams of another kind. */
export function caseOfStream(streamId: string): CaseReference | undefined {
  return streamId.startsWith(STREAM_PREFIX)
    ? (streamId.slice(STREAM_PREFIX.length) as CaseReference)
    : undefined
}

function sectionIn({ stored }: LoggedEvent, section: string): StoredSection | undefined {
  return stored.sections.find(({ name }) => name === section)
}

function streamOf(reference: CaseReference): string {
  return `${STREAM_PREFIX}${reference}`
}

function recipientsOf(plan: readonly PlannedDisclosure[]): readonly OrganisationId[] {
  return plan.map(({ grant }) => grant.to)
}

/** Where the chains from this author to these recipients stand: at the last of its events that each was given. */
function chainHeads(
  { entries }: LoadedCase,
  author: OrganisationId,
  recipients: readonly OrganisationId[],
): ReadonlyMap<OrganisationId, ChainHead> {
  const heads = new Map<OrganisationId, ChainHead>()
  for (const recipient of recipients) {
    const isGiven = ({ to }: { readonly to: OrganisationId }) => to === recipient
    const last = entries.findLast(
      ({ event }) => event.author === author && event.grants.some(isGiven),
    )?.event
    const seq = last?.grants.find(isGiven)?.seq
    if (last !== undefined && seq !== undefined) heads.set(recipient, { seq, event: last.id })
  }
  return heads
}
