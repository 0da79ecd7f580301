import {
  sharedState,
  type CaseLog,
  type Journal,
  type LoadedCase,
  type SectionFact,
} from '@trm/case-log'
import {
  caseReference,
  ledgerResponse,
  organisationId,
  replayResponse,
  sharedStateResponse,
  type AccessEntry,
} from '@trm/contracts'
import { Problem, problem, requireRole, userOf } from '@trm/platform'
import type { Clock, Directory, EventStore } from '@trm/ports'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readDeliveryOutcomes } from './delivery-outcomes.ts'
import { ledgerOfCase } from './ledger.ts'
import { replayCase } from './replay.ts'

export type TimelineOptions = {
  readonly caseLog: CaseLog
  readonly store: EventStore
  readonly directory: Directory
  readonly access: Journal<AccessEntry>
  readonly clock: Clock
  readonly reportSection: (fact: SectionFact) => void
}

const ofCase = z.strictObject({ case: caseReference })

/** Replays case histories. Nothing here shows a personal value, to whomever asks. */
export const timelineRoutes: FastifyPluginCallbackZod<TimelineOptions> = (app, options, done) => {
  const { caseLog, store, directory, access, clock, reportSection } = options
  const preHandler = requireRole('auditor', 'caseworker')

  /** Who looked is in the journal of access before anything is shown. */
  async function writeDown(request: FastifyRequest, { reference }: LoadedCase): Promise<void> {
    const { subject, roles } = userOf(request)
    const role = roles.includes('auditor') ? 'auditor' : 'caseworker'
    await access.append({
      type: 'CaseViewed',
      data: { case: reference, user: subject, role, sections: [] },
    })
  }

  app.get(
    '/cases/:case',
    {
      preHandler,
      schema: {
        tags: ['timeline'],
        summary: 'Replay a case: authors, signatures, who was given what on which basis, erasures',
        params: ofCase,
        response: { 200: replayResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const loaded = await caseLog.load(request.params.case)
      if (loaded.entries.length === 0) return reply.send(problem('case-unknown', 404))
      await writeDown(request, loaded)
      const outcomes = await readDeliveryOutcomes(store)
      const now = clock.now()
      const replayed = await replayCase(loaded, { caseLog, directory, outcomes, now })
      for (const { event, sections } of replayed.events)
        for (const section of sections)
          if (section.status === 'cannot-open')
            reportSection({ kind: 'section-cannot-open', event, fault: section.fault })
      return reply.send({ case: loaded.reference, organisation: caseLog.self, ...replayed })
    },
  )

  app.get(
    '/cases/:case/ledger',
    {
      preHandler,
      schema: {
        tags: ['timeline'],
        summary: 'Who holds what about the person, on which basis, until when; what was erased',
        params: ofCase,
        response: { 200: ledgerResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const loaded = await caseLog.load(request.params.case)
      if (loaded.entries.length === 0) return reply.send(problem('case-unknown', 404))
      await writeDown(request, loaded)
      const outcomes = await readDeliveryOutcomes(store)
      return reply.send(
        ledgerOfCase(loaded, { self: caseLog.self, outcomes, now: clock.now(), directory }),
      )
    },
  )

  app.get(
    '/cases/:case/shared-state',
    {
      preHandler,
      schema: {
        tags: ['timeline'],
        summary: 'A digest of what this organisation and another both hold of a case',
        params: ofCase,
        querystring: z.strictObject({ with: organisationId }),
        response: { 200: sharedStateResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async ({ params, query }, reply) => {
      const loaded = await caseLog.load(params.case)
      const state = sharedState(loaded, caseLog.self, query.with)
      return reply.send({ case: params.case, with: query.with, ...state })
    },
  )

  done()
}
