import { sharedState, type CaseLog, type Journal } from '@trm/case-log'
import {
  caseReference,
  organisationId,
  replayResponse,
  sharedStateResponse,
  type AccessEntry,
} from '@trm/contracts'
import { Problem, problem, requireRole, userOf } from '@trm/platform'
import type { Directory, EventStore, Vault } from '@trm/ports'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readDeliveryOutcomes } from './delivery-outcomes.ts'
import { replayCase } from './replay.ts'

export type TimelineOptions = {
  readonly caseLog: CaseLog
  readonly store: EventStore
  readonly directory: Directory
  readonly vault: Vault
  readonly access: Journal<AccessEntry>
}

const ofCase = z.strictObject({ case: caseReference })

/** Replays case histories. Nothing here shows a personal value, to whomever asks. */
export const timelineRoutes: FastifyPluginCallbackZod<TimelineOptions> = (app, options, done) => {
  const { caseLog, store, directory, vault, access } = options
  const preHandler = requireRole('auditor', 'caseworker')

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
      const { subject, roles } = userOf(request)
      const role = roles.includes('auditor') ? 'auditor' : 'caseworker'
      await access.append({
        type: 'CaseViewed',
        data: { case: loaded.reference, user: subject, role, sections: [] },
      })
      const outcomes = await readDeliveryOutcomes(store)
      const replayed = await replayCase(loaded, { caseLog, directory, vault, outcomes })
      return reply.send({ case: loaded.reference, organisation: caseLog.self, ...replayed })
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
