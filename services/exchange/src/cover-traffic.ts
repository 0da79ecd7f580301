import type { OrganisationId } from '@trm/kernel'
import { MailboxError } from '@trm/ports'
import { randomBytes, type MessageItem } from '@trm/sealing'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExchangeEnvironment } from './environment.ts'
import { leaveMail } from './seal-letter.ts'

/** Somebody who watches a mailbox sees mail of nobody among that of somebody. */
export type CoverTraffic = {
  /** Sends cover until `signal` aborts; then at once no more. */
  run(signal: AbortSignal): Promise<void>
}

export type CoverTrafficOptions = {
  /** How much time lies between two messages on average, in milliseconds. */
  readonly meanMs: number
  /** A number from 0, inclusive, to 1, exclusive, of the operating system's generator. */
  readonly random?: () => number
}

const COVER: readonly MessageItem[] = [{ kind: 'cover', bytes: new Uint8Array() }]
/** A timer takes no more. */
const PAUSE_MAX_MS = 2 ** 31 - 1
const RANDOM_BYTES = 6

/**
 * Leaves sealed messages that mean nothing in mailboxes, each in that of somebody by chance, at times that tell
 * nothing: however long none has come, the next is as near as ever (a Poisson process). They are as long as
 * a receipt. Where one cannot be left nobody tries again: the next one is on its way.
 */
export function createCoverTraffic(
  environment: ExchangeEnvironment,
  { meanMs, random = randomNumber }: CoverTrafficOptions,
): CoverTraffic {
  return {
    async run(signal) {
      // Asked anew each time: it may have come while somebody waited.
      const isOver = () => signal.aborted
      while (!isOver()) {
        // Aborted: it is time to stop.
        await sleep(coverPause(meanMs, random()), undefined, { signal }).catch(() => undefined)
        const all = recipients(environment)
        const to = all[Math.floor(random() * all.length)]
        if (to !== undefined && !isOver()) await leaveCover(to, environment)
      }
    },
  }
}

/** How long to wait for the next one, in milliseconds: exponentially distributed. */
export function coverPause(meanMs: number, random: number): number {
  return Math.min(meanMs * Math.log(1 / (1 - random)), PAUSE_MAX_MS)
}

async function leaveCover(to: OrganisationId, environment: ExchangeEnvironment): Promise<void> {
  try {
    await leaveMail(to, COVER, environment)
  } catch (error) {
    // Of a Participant whose list is pinned and with whom there is no link: nobody stops for the sake of cover.
    if (error instanceof MailboxError && error.code === 'MAILBOX_REFUSED') return
    throw error
  }
}

/** Everybody who has a key and a mailbox now, and is not this organisation. */
function recipients({ self, directory, clock }: ExchangeEnvironment): readonly OrganisationId[] {
  const now = clock.now()
  return directory
    .participants()
    .flatMap((participant) => directory.organisationsOf(participant))
    .map(({ id }) => id)
    .filter(
      (id) =>
        id !== self &&
        directory.sealingKey(id, now) !== undefined &&
        directory.mailboxOf(id) !== undefined,
    )
}

function randomNumber(): number {
  const bytes = Buffer.from(randomBytes(RANDOM_BYTES))
  return bytes.readUIntBE(0, RANDOM_BYTES) / 2 ** (8 * RANDOM_BYTES)
}
