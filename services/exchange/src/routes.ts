import { caseReference, deliveryList, quarantineList } from '@trm/contracts'
import { Problem, requireRole } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { DeliveryBook } from './delivery-book.ts'
import type { Inbox } from './inbox.ts'

export type ExchangeOptions = { readonly book: DeliveryBook; readonly inbox: Inbox }

/** What is on its way, what arrived there, and what was refused here. */
export const exchangeRoutes: FastifyPluginCallbackZod<ExchangeOptions> = (app, options, done) => {
  const { book, inbox } = options
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
    ({ query }) => ({
      deliveries: book
        .all()
        .filter((item) => query.case === undefined || item.case === query.case)
        .map(({ position: _position, dueAt: _dueAt, ...shown }) => shown),
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

  done()
}
