import { setTimeout as delay } from 'node:timers/promises'
import type { Disposition } from '@trm/ports'
import { countryNodeOf, lettersOf } from '../mailbox-post-office.ts'
import { memoryMailbox } from '../mailbox.ts'
import { handlerMutant, mailboxMutant, type MailboxMutant } from './mailbox-mutant.ts'

const DONE: Disposition = { kind: 'done' }

/** Broken promises about fetching mail. */
export const consumeMutants: readonly MailboxMutant[] = [
  mailboxMutant(
    'delivers the newest first',
    'delivers in order, one at a time, what came before and while it runs',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        const letters = lettersOf(countryNodeOf(office, to.participant), to.mailbox)
        letters.unshift(...letters.splice(-1))
        return outcome
      },
    }),
  ),

  mailboxMutant(
    'delivers two at a time',
    'delivers in order, one at a time, what came before and while it runs',
    (mailbox, office, own) => ({
      consume: async (handle, options) => {
        const second = memoryMailbox(office, own)
        await Promise.all([mailbox.consume(handle, options), second.consume(handle, options)])
      },
    }),
  ),

  handlerMutant(
    'delivers again at once',
    'delivers again no earlier than asked, and the others meanwhile',
    (handle) => async (delivery) => {
      const disposition = await handle(delivery)
      return disposition.kind === 'retry' ? { kind: 'retry', afterMs: 0 } : disposition
    },
  ),

  handlerMutant(
    'holds up the others until a retry is due',
    'delivers again no earlier than asked, and the others meanwhile',
    (handle) => async (delivery) => {
      const disposition = await handle(delivery)
      if (disposition.kind === 'done') return disposition
      await delay(disposition.afterMs)
      return { kind: 'retry', afterMs: 0 }
    },
  ),

  handlerMutant(
    'takes every delivery for the first',
    'counts how often it delivered a message',
    (handle) => (delivery) => handle({ ...delivery, attempt: 1 }),
  ),

  handlerMutant(
    'gives up after three attempts',
    'counts how often it delivered a message',
    (handle) => async (delivery) => {
      const disposition = await handle(delivery)
      return delivery.attempt < 3 ? disposition : DONE
    },
  ),

  handlerMutant(
    'settles what a handler threw at',
    'delivers again what a handler threw at, and goes on',
    (handle) => async (delivery) => {
      try {
        return await handle(delivery)
      } catch {
        // This is the mistake.
        return DONE
      }
    },
  ),

  mailboxMutant(
    'stops at what a handler threw at',
    'delivers again what a handler threw at, and goes on',
    (mailbox) => ({
      consume: async (handle, { signal }) => {
        const stopping = new AbortController()
        await mailbox.consume(
          async (delivery) => {
            try {
              return await handle(delivery)
            } catch (trouble) {
              stopping.abort()
              throw trouble
            }
          },
          { signal: AbortSignal.any([signal, stopping.signal]) },
        )
      },
    }),
  ),

  handlerMutant(
    'takes done for not yet',
    'never delivers again what is done',
    (handle) => async (delivery) => {
      const disposition = await handle(delivery)
      return disposition.kind === 'done' && delivery.attempt === 1
        ? { kind: 'retry', afterMs: 0 }
        : disposition
    },
  ),

  handlerMutant(
    'hands out the bytes themselves',
    'hands out copies: changing one changes nothing inside',
    (handle, office, own) => (delivery) => {
      const letters = lettersOf(countryNodeOf(office, own.participant), own.mailbox)
      const inHand = letters.find(({ dueAt }) => dueAt === Infinity)
      return handle({ ...delivery, body: inHand?.body ?? delivery.body })
    },
  ),

  handlerMutant(
    'drops mail whose headers are not of the protocol',
    'delivers a body without mail where the headers are not of the protocol',
    (handle) => (delivery) =>
      delivery.mail === undefined ? Promise.resolve(DONE) : handle(delivery),
  ),

  mailboxMutant(
    'lets two consume at once',
    'allows one consumer at a time, and the next after it',
    (_, office, own) => ({
      consume: (handle, options) => memoryMailbox(office, own).consume(handle, options),
    }),
  ),

  mailboxMutant(
    'lets nobody consume a second time',
    'allows one consumer at a time, and the next after it',
    (mailbox) => {
      let hasConsumed = false
      return {
        consume: async (handle, options) => {
          const isFirst = !hasConsumed
          hasConsumed = true
          await mailbox.consume(
            isFirst ? handle : () => Promise.reject(new Error('spent')),
            options,
          )
        },
      }
    },
  ),
]
