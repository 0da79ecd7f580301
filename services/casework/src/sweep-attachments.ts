import type { AttachmentPlace, AttachmentStore } from '@trm/attachments'
import {
  ATTACHMENTS_SECTION,
  CaseLogError,
  caseOfStream,
  namedAttachments,
  type CaseLog,
} from '@trm/case-log'
import type { CaseReference } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseFact } from './watch-cases.ts'

export type SweepEnvironment = {
  readonly store: EventStore
  readonly caseLog: CaseLog
  readonly attachments: Pick<AttachmentStore, 'sweep'>
  readonly report: (fact: SweepFact) => void
}

export type SweepFact = { readonly kind: 'swept'; readonly count: number } | CaseFact

/** How often it is looked, in milliseconds. */
const LOOK_EVERY_MS = 60 * 60 * 1_000

/**
 * Removes attachments that no key opens any more, and those that no event has named in time: at the start, and
 * every hour. Resolves when `signal` aborts.
 */
export async function sweepAttachments(
  environment: SweepEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { store, attachments, report } = environment
  const cases = new Set<CaseReference>()
  let after: bigint | undefined
  while (!signal.aborted) {
    for await (const { streamId, position } of store.readAll(
      after === undefined ? {} : { after },
    )) {
      after = position
      const reference = caseOfStream(streamId)
      if (reference !== undefined) cases.add(reference)
    }
    const count = await attachments.sweep(await everythingNamed(cases, environment))
    if (count > 0) report({ kind: 'swept', count })
    await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/**
 * What the log names; undefined where a part of it cannot be read: nothing is removed for being named by nobody
 * while somebody may be naming it unseen.
 */
async function everythingNamed(
  cases: ReadonlySet<CaseReference>,
  { caseLog, report }: SweepEnvironment,
): Promise<readonly AttachmentPlace[] | undefined> {
  const named: AttachmentPlace[] = []
  let isWhole = true
  for (const reference of cases) {
    try {
      const { entries } = await caseLog.load(reference)
      for (const entry of entries) {
        if (entry.stored.sections.some(({ name }) => name === ATTACHMENTS_SECTION))
          named.push(...(await namedAttachments(entry, caseLog)))
      }
    } catch (error) {
      if (!(error instanceof CaseLogError)) throw error
      isWhole = false
      report({ kind: 'case-unreadable', code: error.code })
    }
  }
  return isWhole ? named : undefined
}
