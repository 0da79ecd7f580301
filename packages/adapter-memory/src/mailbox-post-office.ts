import { fail, ok, type ParticipantCode, type Result } from '@trm/kernel'
import type { Disposition, MailboxAddress, PublishFailure, SealedMail } from '@trm/ports'
import { createWaiters, type Waiters } from './waiters.ts'

/** A message that lies in a mailbox. */
export type Letter = {
  /** Undefined where the sender's headers are not those of the protocol. */
  readonly mail: SealedMail | undefined
  readonly body: Uint8Array
  /** How often it was handed out. */
  attempts: number
  /** When it may be handed out, by `performance.now()`; never while somebody has it in hand. */
  dueAt: number
}

/** One Participant's: what it has taken outlives its absence. */
export type CountryNode = {
  /** By token: all that is not settled, in the order in which it was taken. */
  readonly mailboxes: Map<string, Letter[]>
  /** The ids of all mail that it ever took. */
  readonly ids: Set<string>
  /** Aborts when the node goes away; another begins when it is back. */
  session: AbortController
}

/** The country nodes of a mesh. Outlives the mailboxes that are opened on it, as a broker would. */
export type PostOfficeState = {
  readonly nodes: Map<ParticipantCode, CountryNode>
  /** What the waiting mail of one Participant may take, in bytes of its bodies. */
  readonly bytesMax: number
  readonly waiters: Waiters
}

export type PostOfficeOptions = {
  /** What the waiting mail of one Participant may take, in bytes of its bodies; no limit by default. */
  readonly bytesMax?: number
}

const NOW = 0
const NEVER = Infinity

export function newPostOffice({ bytesMax = Infinity }: PostOfficeOptions = {}): PostOfficeState {
  return { nodes: new Map(), bytesMax, waiters: createWaiters() }
}

/** Stops a country node: it takes and hands out nothing, and what is in hand cannot be settled. */
export function goAway(office: PostOfficeState, participant: ParticipantCode): void {
  const node = countryNodeOf(office, participant)
  node.session.abort()
  for (const letter of [...node.mailboxes.values()].flat())
    if (letter.dueAt === NEVER) letter.dueAt = NOW
}

/** Starts a country node again, with the mail that it had. */
export function comeBack(office: PostOfficeState, participant: ParticipantCode): void {
  countryNodeOf(office, participant).session = new AbortController()
  office.waiters.wakeAll()
}

/** Leaves bytes in a mailbox under headers that are not those of the protocol, as a stranger may. */
export function leaveForeign(
  office: PostOfficeState,
  { participant, mailbox }: MailboxAddress,
  body: Uint8Array,
): void {
  const letters = lettersOf(countryNodeOf(office, participant), mailbox)
  letters.push({ mail: undefined, body: body.slice(), attempts: 0, dueAt: NOW })
  office.waiters.wakeAll()
}

/** Leaves mail in a mailbox that somebody has opened before. One synchronous step. */
export function leaveMail(
  office: PostOfficeState,
  to: MailboxAddress,
  mail: SealedMail,
): Result<{ readonly duplicate: boolean }, PublishFailure> {
  const node = office.nodes.get(to.participant)
  const letters = node?.mailboxes.get(to.mailbox)
  if (node === undefined || letters === undefined || isAway(node))
    return fail({ kind: 'unreachable' })
  // Before the room: what was taken once needs none.
  if (node.ids.has(mail.id)) return ok({ duplicate: true })
  if (bytesIn(node) + mail.body.length > office.bytesMax) return fail({ kind: 'full' })
  node.ids.add(mail.id)
  const body = mail.body.slice()
  letters.push({ mail: { ...mail, body }, body, attempts: 0, dueAt: NOW })
  office.waiters.wakeAll()
  return ok({ duplicate: false })
}

export function isAway(node: CountryNode): boolean {
  return node.session.signal.aborted
}

/** The node of a Participant; joins the mesh when it is named for the first time. */
export function countryNodeOf(office: PostOfficeState, participant: ParticipantCode): CountryNode {
  const node = office.nodes.get(participant) ?? {
    mailboxes: new Map<string, Letter[]>(),
    ids: new Set<string>(),
    session: new AbortController(),
  }
  office.nodes.set(participant, node)
  return node
}

/** What lies in a mailbox; the mailbox is there from then on. */
export function lettersOf(node: CountryNode, mailbox: string): Letter[] {
  const letters = node.mailboxes.get(mailbox) ?? []
  node.mailboxes.set(mailbox, letters)
  return letters
}

/** Takes the oldest letter that is due in hand. */
export function takeDue(letters: readonly Letter[]): Letter | undefined {
  const now = performance.now()
  const letter = letters.find(({ dueAt }) => dueAt <= now)
  if (letter === undefined) return undefined
  letter.attempts += 1
  letter.dueAt = NEVER
  return letter
}

/** In how many milliseconds the next letter is due; infinite when none will be by itself. */
export function nextDueMs(letters: readonly Letter[]): number {
  return Math.min(...letters.map(({ dueAt }) => dueAt)) - performance.now()
}

/** Carries out what was decided about the letter in hand. */
export function settle(letters: Letter[], letter: Letter, disposition: Disposition): void {
  if (disposition.kind === 'done') letters.splice(letters.indexOf(letter), 1)
  else letter.dueAt = performance.now() + disposition.afterMs
}

function bytesIn(node: CountryNode): number {
  return [...node.mailboxes.values()].flat().reduce((sum, { body }) => sum + body.length, 0)
}
