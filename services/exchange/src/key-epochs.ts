import type { Journal, KeyRing } from '@trm/case-log'
import { KEYS_STREAM, readKeyEntry, type KeyEntry } from '@trm/contracts'
import { plusMilliseconds, type Instant, type OrganisationId } from '@trm/kernel'
import type { Clock, Directory, EventStore } from '@trm/ports'
import { setTimeout } from 'node:timers/promises'
import { createKeyHistory, type KeyHistory } from './key-history.ts'
import { findKeyAttention, reportKeys, type KeyAttention, type KeyReport } from './key-report.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/**
 * For how many days a key is kept at least after another took its place. As long as a country node keeps mail
 * (envelope.md, streams): what was sealed to it an instant before is opened, or has expired.
 */
export const KEY_GRACE_DAYS_MIN = 30

/** How often somebody looks at list and clock, in milliseconds. */
const LOOK_EVERY_MS = 1_000

/** What became of the own keys, for logs and alerts. */
export type KeyFact =
  | { readonly kind: 'key-in-force' | 'key-destroyed'; readonly keyId: string }
  /** Once a day for as long as it lasts. */
  | { readonly kind: 'key-attention'; readonly attention: KeyAttention }

export type KeyEpochsEnvironment = {
  readonly self: OrganisationId
  readonly store: EventStore
  readonly directory: Directory
  readonly clock: Clock
  readonly ring: KeyRing
  readonly journal: Journal<KeyEntry>
  /** {@link KEY_GRACE_DAYS_MIN} or more. */
  readonly graceDays: number
  readonly report: (fact: KeyFact) => void
}

/** The epochs of this organisation's own sealing keys (protocol, section 3). */
export type KeyEpochs = {
  /** Whether it was this organisation's and is destroyed: what is sealed to it is opened by nobody any more. */
  isOver(keyId: string): boolean
  /** Where each key stands and what somebody has to see to, now. No key. */
  describe(): KeyReport
  /** Does what is to be done now. */
  look(): Promise<void>
  /** Looks again and again, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

/**
 * Reads what became of the keys so far, and destroys again what an older vault has brought back. To be done
 * before any mail is taken in.
 *
 * @throws {StoreUnavailableError} {@link VaultError}
 */
export async function openKeyEpochs(environment: KeyEpochsEnvironment): Promise<KeyEpochs> {
  const { store, clock, ring, report } = environment
  const history = createKeyHistory()
  for await (const recorded of store.readStream(KEYS_STREAM)) history.record(readKeyEntry(recorded))
  for (const keyId of ring.keyIds()) {
    if (history.destroyedAt(keyId) !== undefined) await ring.destroy(keyId)
  }
  const reminded = new Map<string, Instant>()

  async function look(): Promise<void> {
    await noteKeyInForce(environment, history)
    await destroyEnded(environment, history)
    const now = clock.now()
    for (const attention of findKeyAttention(environment, now)) {
      const name = `${attention.kind} ${attention.use}`
      const last = reminded.get(name)
      if (last !== undefined && now >= last && now < plusMilliseconds(last, DAY_MS)) continue
      reminded.set(name, now)
      report({ kind: 'key-attention', attention })
    }
  }

  return {
    isOver: (keyId) => history.destroyedAt(keyId) !== undefined,
    describe: () => reportKeys(environment, history, clock.now()),
    look,
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await setTimeout(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
      }
    },
  }
}

/**
 * Writes down which key others seal to from now on. One that the list names and the vault does not have is none:
 * nothing may be destroyed on the strength of it.
 */
async function noteKeyInForce(
  { self, directory, clock, ring, journal, report }: KeyEpochsEnvironment,
  history: KeyHistory,
): Promise<void> {
  const now = clock.now()
  const keyId = directory.sealingKey(self, now)?.keyId
  if (keyId === undefined || keyId === history.inForce() || ring.find(keyId) === undefined) return
  await write({ type: 'SealingKeyInForce', data: { keyId, at: now } }, journal, history)
  report({ kind: 'key-in-force', keyId })
}

/**
 * Destroys what has been out of force for as long as the grace. Its successor is listed, in force and in the
 * vault at this moment, or nothing is destroyed. First the key and then the record: who was stopped in between
 * finds at its next start a key whose time is over and that is not recorded as destroyed.
 */
async function destroyEnded(
  { self, directory, clock, ring, journal, graceDays, report }: KeyEpochsEnvironment,
  history: KeyHistory,
): Promise<void> {
  const now = clock.now()
  const inForce = directory.sealingKey(self, now)?.keyId
  if (inForce === undefined || inForce !== history.inForce() || ring.find(inForce) === undefined)
    return
  // One that is to be in force later, or again, is no key of the past.
  const toCome = directory.listedKeys(self).filter(({ validFrom }) => now < validFrom)
  for (const { keyId, endedAt } of history.ended()) {
    if (now < plusMilliseconds(endedAt, graceDays * DAY_MS)) continue
    if (toCome.some((key) => key.keyId === keyId)) continue
    await ring.destroy(keyId)
    await write({ type: 'SealingKeyDestroyed', data: { keyId, at: now } }, journal, history)
    report({ kind: 'key-destroyed', keyId })
  }
}

async function write(entry: KeyEntry, journal: Journal<KeyEntry>, history: KeyHistory) {
  await journal.append(entry)
  history.record(entry)
}
