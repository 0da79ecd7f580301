import { ok } from '@trm/kernel'
import { countryNodeOf, isAway, lettersOf } from '../mailbox-post-office.ts'
import { handlerMutant, mailboxMutant, type MailboxMutant } from './mailbox-mutant.ts'

/** Broken promises about country nodes that are away, and about stopping and closing. */
export const mailboxLifeMutants: readonly MailboxMutant[] = [
  mailboxMutant(
    'says that it left mail with a country node that is away',
    'says unreachable while the other country node is away, and delivers once after it is back',
    ({ publish }, office) => ({
      publish: (to, mail) =>
        isAway(countryNodeOf(office, to.participant))
          ? Promise.resolve(ok({ duplicate: false }))
          : publish(to, mail),
    }),
  ),

  mailboxMutant(
    'forgets at every restart of a country node what it has taken',
    'says unreachable while the other country node is away, and delivers once after it is back',
    ({ publish }, office) => ({
      publish: (to, mail) => {
        const node = countryNodeOf(office, to.participant)
        if (isAway(node)) node.ids.clear()
        return publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'is always connected',
    'sees its own country node leave and return, and reaches nobody meanwhile',
    () => ({ isConnected: () => true }),
  ),

  mailboxMutant(
    'does not connect again',
    'sees its own country node leave and return, and reaches nobody meanwhile',
    ({ isConnected }) => {
      let wasLost = false
      return {
        isConnected: () => {
          wasLost ||= !isConnected()
          return !wasLost
        },
      }
    },
  ),

  mailboxMutant(
    'ends consuming when its country node goes away',
    'goes on consuming after its country node was away',
    (mailbox, office, own) => ({
      consume: (handle, { signal }) => {
        const session = countryNodeOf(office, own.participant).session.signal
        return mailbox.consume(handle, { signal: AbortSignal.any([signal, session]) })
      },
    }),
  ),

  handlerMutant(
    'settles a delivery before it is handled',
    'delivers again to a restarted agent what it could not settle before',
    (handle, office, own) => (delivery) => {
      const letters = lettersOf(countryNodeOf(office, own.participant), own.mailbox)
      letters.splice(0, 1)
      return handle(delivery)
    },
  ),

  mailboxMutant(
    'does not notice the signal',
    'ends when the signal aborts while it waits for mail',
    (mailbox) => ({
      consume: (handle) => mailbox.consume(handle, { signal: new AbortController().signal }),
    }),
  ),

  mailboxMutant(
    'makes one delivery before it looks at the signal',
    'delivers nothing when the signal has aborted before',
    (mailbox) => ({
      consume: async (handle, { signal }) => {
        const enough = new AbortController()
        await mailbox.consume(
          (delivery) => {
            if (signal.aborted) enough.abort()
            return handle(delivery)
          },
          { signal: enough.signal },
        )
      },
    }),
  ),

  mailboxMutant(
    'leaves the delivery in hand behind when it ends',
    'settles the delivery in hand before it ends, and fetches no other',
    (mailbox) => ({
      consume: async (handle, { signal }) => {
        const ended = Promise.withResolvers<undefined>()
        signal.addEventListener('abort', () => ended.resolve(undefined))
        await Promise.race([mailbox.consume(handle, { signal }), ended.promise])
      },
    }),
  ),

  mailboxMutant(
    'gives the delivery in hand back when it ends',
    'settles the delivery in hand before it ends, and fetches no other',
    (mailbox) => ({
      consume: (handle, { signal }) =>
        mailbox.consume(
          async (delivery) => {
            const disposition = await handle(delivery)
            return signal.aborted ? { kind: 'retry', afterMs: 0 } : disposition
          },
          { signal },
        ),
    }),
  ),

  mailboxMutant(
    'goes on consuming when it is closed',
    'ends consuming when it closes, with the delivery in hand settled',
    () => ({ close: () => Promise.resolve() }),
  ),

  mailboxMutant(
    'empties the mailbox when it is opened',
    'has all mail that waits after a restart',
    (_, office, own) => {
      lettersOf(countryNodeOf(office, own.participant), own.mailbox).splice(0)
      return {}
    },
  ),

  mailboxMutant('stays open', 'refuses every use after it is closed', () => ({
    close: () => Promise.resolve(),
  })),

  mailboxMutant(
    'is open again after a second close',
    'closes twice as it closes once',
    (mailbox) => {
      let closed = 0
      return {
        close: () => {
          closed += 1
          return mailbox.close()
        },
        publish: (to, mail) =>
          closed > 1 ? Promise.resolve(ok({ duplicate: false })) : mailbox.publish(to, mail),
      }
    },
  ),
]
