import { withoutConsentMarks, type CaseLog, type Journal, type SectionFact } from '@trm/case-log'
import {
  attentionList,
  caseList,
  caseReference,
  caseView,
  commandRequest,
  commandResponse,
  consentRecordList,
  openCaseRequest,
  openCaseResponse,
  previewRequest,
  previewResponse,
  retentionReport,
  type AccessEntry,
  type CaseCommandBody,
} from '@trm/contracts'
import { consentRecords, correctionProgress, sectionNames, type SectionName } from '@trm/domain'
import { importHtcds } from '@trm/htcds'
import type { CaseReference, TokenId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { Problem, problem, requireRole, userOf } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openActors } from './actors.ts'
import { listAttention } from './attention.ts'
import type { CaseIndex } from './case-index.ts'
import { viewSections } from './case-view.ts'
import { handleCommand, previewCommand, type CommandEnvironment } from './handle-command.ts'
import { rejectionProblem } from './rejection-problem.ts'
import { reportRetention } from './retention.ts'

export type CaseworkOptions = {
  readonly environment: CommandEnvironment & { readonly caseLog: CaseLog }
  readonly index: CaseIndex
  readonly access: Journal<AccessEntry>
  readonly store: EventStore
  /** The reference of the case that a command opens: the same command, the same case. */
  readonly referenceFor: (commandId: TokenId) => CaseReference
  readonly reportSection: (fact: SectionFact) => void
}

const ofCase = z.strictObject({ case: caseReference })
const CASEWORKER = 'caseworker'

/** Commands and queries of an organisation's cases. */
export const caseworkRoutes: FastifyPluginCallbackZod<CaseworkOptions> = (app, options, done) => {
  const { environment, index, access, store, referenceFor, reportSection } = options
  const { caseLog, clock } = environment
  const preHandler = requireRole(CASEWORKER)
  const actors = openActors({ access, store, caseLog, role: CASEWORKER })

  /** Who looked is in the journal of access before anything is shown. */
  function writeDown(
    reference: CaseReference,
    user: string,
    sections: readonly SectionName[] = [],
  ): Promise<void> {
    return access.append({
      type: 'CaseViewed',
      data: { case: reference, user, role: CASEWORKER, sections },
    })
  }

  /** What one person proposes without her consent another confirms; the rest of the rule is the domain's. */
  async function lacksSecondPerson(
    user: string,
    reference: CaseReference,
    command: CaseCommandBody,
  ): Promise<boolean> {
    return (
      command.type === 'ConfirmDisclosureWithoutConsent' &&
      !(await actors.isSecondPerson(user, reference, command.proposal))
    )
  }

  app.post(
    '/cases',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'Open a case from a case record in HTCDS 2.0 field names',
        body: openCaseRequest,
        response: { 201: openCaseResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async (incoming, reply) => {
      const { body } = incoming
      const imported = importHtcds(body.record)
      if (!imported.ok) {
        return reply.code(422).send(problem('record-invalid', 422, imported.failure))
      }
      const reference = referenceFor(body.commandId)
      const { sections } = imported.value
      const command = { type: 'OpenCase', ageStatus: body.ageStatus, sections } as const
      const { commandId } = body
      const { subject: user } = userOf(incoming)
      await actors.record({ case: reference, user, command: command.type, commandId })
      const request = { case: reference, command, commandId, role: CASEWORKER }
      const decided = await handleCommand(request, environment)
      if (!decided.ok) return reply.send(rejectionProblem(decided.failure))
      return reply.code(201).send({ case: reference, event: decided.value.event })
    },
  )

  app.get(
    '/cases',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'The cases that this organisation holds, the latest change first',
        response: { 200: caseList, '4xx': Problem },
      },
    },
    () => ({ cases: index.list() }),
  )

  app.get(
    '/retention',
    {
      preHandler: requireRole('auditor', CASEWORKER),
      schema: {
        tags: ['casework'],
        summary: 'What the schedules of the policy do not let this organisation keep any longer',
        description:
          'By case and section: since when, by which rule, and what a legal hold keeps all the same. A dry run: nothing is erased by asking.',
        response: { 200: retentionReport, '4xx': Problem, '5xx': Problem },
      },
    },
    () => {
      const references = index.list().map((summary) => summary.case)
      return reportRetention(references, environment)
    },
  )

  app.get(
    '/attention',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary:
          'What waits for a person: holders that stay silent, and corrections that cannot be passed on',
        description:
          'Holders that owe an answer, and those first that the policy has a person reach by another way; an answer takes its line away. Corrections of what was passed on that the software alone cannot pass on, and what would let them go.',
        response: { 200: attentionList, '4xx': Problem, '5xx': Problem },
      },
    },
    () => {
      const references = index.list().map((summary) => summary.case)
      return listAttention(references, environment)
    },
  )

  app.get(
    '/cases/:case',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'A case: its state, and the sections that may be read now',
        description:
          'Of each section of each event its value or why there is none: withheld, erased, never collected, or a fault. What was disclosed without consent is marked. Of each correction who has put it right.',
        params: ofCase,
        response: { 200: caseView, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const loaded = await caseLog.load(request.params.case)
      if (loaded.entries.length === 0) return reply.send(problem('case-unknown', 404))
      const now = clock.now()
      const sections = await viewSections(loaded, { caseLog, now, report: reportSection })
      const shown = sectionNames.codes.filter((name) =>
        sections[name]?.some(({ status }) => status === 'open'),
      )
      const { subject } = userOf(request)
      await writeDown(loaded.reference, subject, shown)
      const events = loaded.entries.length
      const state = { ...loaded.state }
      const withoutConsent = withoutConsentMarks(loaded)
      const corrections = correctionProgress(loaded.state)
      const view = { case: loaded.reference, events, state, sections, withoutConsent, corrections }
      return reply.send(view)
    },
  )

  app.get(
    '/cases/:case/consents',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'Consents and refusals, in the field names of ISO/IEC TS 27560:2023',
        params: ofCase,
        response: { 200: consentRecordList, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const { reference, entries } = await caseLog.load(request.params.case)
      if (entries.length === 0) return reply.send(problem('case-unknown', 404))
      await writeDown(reference, userOf(request).subject)
      return reply.send({ records: consentRecords(entries.map(({ event }) => event)) })
    },
  )

  app.post(
    '/cases/:case/commands',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'Give a command about a case',
        description:
          'Idempotent by commandId. The answer says which recipient reads which sections, and why the rest is withheld.',
        params: ofCase,
        body: commandRequest,
        response: { 201: commandResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async (incoming, reply) => {
      const { params, body } = incoming
      const { subject: user } = userOf(incoming)
      const { command, commandId } = body
      await actors.record({ case: params.case, user, command: command.type, commandId })
      if (await lacksSecondPerson(user, params.case, command))
        return reply.send(rejectionProblem({ kind: 'second-person-needed' }))
      const request = { ...body, case: params.case, role: CASEWORKER }
      const decided = await handleCommand(request, environment)
      if (!decided.ok) return reply.send(rejectionProblem(decided.failure))
      return reply.code(201).send(decided.value)
    },
  )

  app.post(
    '/cases/:case/preview',
    {
      preHandler,
      schema: {
        tags: ['casework'],
        summary: 'Who would read what, before anything is signed or sent',
        description:
          'By recipient and section, and why the rest is withheld; or what the command would be refused for. Nothing of it is recorded in the case.',
        params: ofCase,
        body: previewRequest,
        response: { 200: previewResponse, '4xx': Problem, '5xx': Problem },
      },
    },
    async (incoming, reply) => {
      const { params, body } = incoming
      const { subject: user } = userOf(incoming)
      const { reference, entries } = await caseLog.load(params.case)
      // It tells what she consented to, and with whom the case is shared.
      if (entries.length > 0) await writeDown(reference, user)
      if (await lacksSecondPerson(user, params.case, body.command))
        return reply.send(rejectionProblem({ kind: 'second-person-needed' }))
      const request = { case: params.case, command: body.command }
      const previewed = await previewCommand(request, environment)
      if (!previewed.ok) return reply.send(rejectionProblem(previewed.failure))
      return reply.send(previewed.value)
    },
  )

  done()
}
