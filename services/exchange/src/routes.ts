import type { CaseLog } from '@trm/case-log'
import {
  attachmentTransferList,
  caseReference,
  deliveryList,
  exchangeAttention,
  keyReport,
  quarantineList,
  quarantineReview,
  sha256Text,
} from '@trm/contracts'
import type { CaseReference } from '@trm/kernel'
import type { Clock } from '@trm/ports'
import { Problem, problem, requireRole, userOf } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { AttachmentsBook, Transfer } from './attachments-book.ts'
import { SILENCE_TOLD_MS } from './lane.ts'
import { newDelivery, type Delivery, type DeliveryBook } from './delivery-book.ts'
import type { Inbox } from './inbox.ts'
import type { KeyEpochs } from './key-epochs.ts'

export type ExchangeOptions = {
  readonly caseLog: CaseLog
  readonly book: DeliveryBook
  readonly inbox: Inbox
  readonly epochs: Pick<KeyEpochs, 'describe'>
  readonly attachments: AttachmentsBook
  readonly clock: Clock
}

const MINUTE_MS = 60_000

/** What is on its way, what arrived there, and what was refused here. */
export const exchangeRoutes: FastifyPluginCallbackZod<ExchangeOptions> = (app, options, done) => {
  const { caseLog, book, inbox, epochs, attachments, clock } = options
  const preHandler = requireRole('caseworker', 'auditor')

  app.get(
    '/deliveries',
    {
      preHandler,
      schema: {
        tags: ['exchange'],
        summary: 'What became of each delivery',
        querystring: z.strictObject({ case: caseReference.exactOptional() }),
        response: { 200: deliveryList, '4xx': Problem },
      },
    },
    async ({ query }) => {
      const deliveries =
        query.case === undefined ? book.all() : await deliveriesOf(query.case, caseLog, book)
      return {
        deliveries: deliveries.map(
          ({ position: _position, isUrgent: _isUrgent, keyId: _keyId, resealed, ...shown }) => ({
            ...shown,
            ...(resealed !== undefined && { resealed: true as const }),
          }),
        ),
      }
    },
  )

  app.get(
    '/keys',
    {
      preHandler,
      schema: {
        tags: ['exchange'],
        summary: 'Where the own keys stand, and what somebody has to see to',
        response: { 200: keyReport, '4xx': Problem },
      },
    },
    () => epochs.describe(),
  )

  app.get(
    '/attachments',
    {
      preHandler,
      schema: {
        tags: ['exchange'],
        summary: 'How much each recipient has of what own events name',
        querystring: z.strictObject({ case: caseReference.exactOptional() }),
        response: { 200: attachmentTransferList, '4xx': Problem },
      },
    },
    ({ query }) => ({
      attachments: attachments
        .all()
        .filter((transfer) => query.case === undefined || transfer.case === query.case)
        .map(shownTransfer),
    }),
  )

  app.get(
    '/quarantine',
    {
      preHandler,
      schema: {
        tags: ['exchange'],
        summary: 'What was refused, and why',
        response: { 200: quarantineList, '4xx': Problem },
      },
    },
    () => ({
      messages: inbox
        .quarantined()
        .map(({ evidence: _evidence, place: _place, ...shown }) => shown),
    }),
  )

  app.get(
    '/attention',
    {
      preHandler,
      schema: {
        tags: ['exchange'],
        summary: 'What does not go on by itself',
        response: { 200: exchangeAttention, '4xx': Problem },
      },
    },
    () => ({
      at: clock.now(),
      silent: book
        .silences()
        .filter(({ forMs }) => forMs >= SILENCE_TOLD_MS)
        .map(({ organisation, forMs, open }) => ({
          organisation,
          minutes: Math.floor(forMs / MINUTE_MS),
          deliveries: open,
        })),
      gaps: inbox.lastingGaps(),
      toReview: inbox.quarantined().filter(({ review }) => review === undefined).length,
    }),
  )

  app.post(
    '/quarantine/:digest/review',
    {
      preHandler: requireRole('caseworker'),
      schema: {
        tags: ['exchange'],
        summary: 'Let a refusal stand, or ask the sender to send it anew',
        params: z.strictObject({ digest: sha256Text }),
        body: quarantineReview,
        response: { 200: quarantineReview, '4xx': Problem },
      },
    },
    async (request, reply) => {
      const { subject: user } = userOf(request)
      const { digest } = request.params
      const reviewed = await inbox.review({ digest, user, ...request.body })
      if (reviewed.ok) return request.body
      return reviewed.failure === 'not-found'
        ? await reply.code(404).send(problem('not-found', 404))
        : await reply.code(409).send(
            problem(reviewed.failure, 409, {
              detail: 'It names no event or no sender: nobody can be asked for it.',
            }),
          )
    },
  )

  done()
}

function shownTransfer({ event, case: reference, to, status, reason, named, missing }: Transfer) {
  const { attachment, chunks } = named.reference
  return {
    event,
    case: reference,
    attachment,
    to,
    status,
    ...(reason !== undefined && { reason }),
    chunks: chunks.length,
    chunksStored: chunks.length - missing.size,
  }
}

/**
 * Of one case, from its log: what was recorded a moment ago is queued, though the outbox, which follows the
 * log, has not come to it yet.
 */
async function deliveriesOf(
  reference: CaseReference,
  caseLog: CaseLog,
  book: DeliveryBook,
): Promise<readonly Delivery[]> {
  const { entries } = await caseLog.load(reference)
  return entries
    .filter(({ stored }) => stored.origin.kind === 'own')
    .flatMap((entry) =>
      entry.event.grants.map(({ to }) => book.find(entry.event.id, to) ?? newDelivery(entry, to)),
    )
}
