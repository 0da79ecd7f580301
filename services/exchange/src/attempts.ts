import type { OrganisationId } from '@trm/kernel'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExchangeEnvironment } from './environment.ts'
import type { MailLeft } from './seal-letter.ts'

/** What has gone wrong in a row on the way to one recipient. */
export type Attempts = {
  /** An attempt failed. It is told the first time, and then ever more rarely: a link may be down for a month. */
  failed(why: Exclude<MailLeft, 'taken'>): void
  /** One did not. @returns whether that ends a row of failures. */
  succeeded(): boolean
  /** Waits before the next one, the longer the more rests there were in a row, or until `signal` aborts. */
  rest(signal: AbortSignal): Promise<void>
}

const BACKOFF_MIN_MS = 200
const BACKOFF_MAX_MS = 10_000

export function createAttempts(
  organisation: OrganisationId,
  { report }: Pick<ExchangeEnvironment, 'report'>,
): Attempts {
  let rests = 0
  return {
    failed(kind) {
      const attempt = rests + 1
      if (Number.isInteger(Math.log2(attempt))) report({ kind, organisation, attempt })
    },
    succeeded() {
      const wasFailing = rests > 0
      rests = 0
      return wasFailing
    },
    async rest(signal) {
      rests++
      await sleep(backoff(rests), undefined, { signal }).catch(() => undefined)
    },
  }
}

/** Exponential with full jitter, so that many agents do not come back at the same moment. */
function backoff(rests: number): number {
  const ceiling = Math.min(BACKOFF_MIN_MS * 2 ** rests, BACKOFF_MAX_MS)
  return BACKOFF_MIN_MS + Math.random() * (ceiling - BACKOFF_MIN_MS)
}
