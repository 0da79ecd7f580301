import { fail, invariant, ok } from '@trm/kernel'
import { once } from 'node:events'
import type { Mailbox, MailDelivery, SealedMail } from '@trm/ports'
import type { Party } from '../../support/parties.ts'

/** A transport that a test has in its hand: nothing arrives by itself, and what is taken may be lost. */
export type Adversary = {
  carry(party: Party): Mailbox
  /** How many messages are on their way. */
  readonly underWay: number
  /** Hands over one of them, to whom it is for, if that one listens. @param isKept it stays under way, too. */
  deliver(choice: number, isKept: boolean): Promise<void>
  drop(choice: number): void
  /** Whether this organisation can leave mail with anybody. */
  block(organisation: string, isBlocked: boolean): void
  /** From now on everything arrives, once, in order and without being asked for. */
  heal(): void
}

type Letter = { readonly to: string; readonly mail: SealedMail; attempt: number }
type Handle = Parameters<Mailbox['consume']>[0]

export function createAdversary(): Adversary {
  const letters: Letter[] = []
  const listening = new Map<string, Handle>()
  const blocked = new Set<string>()
  let isGood = false
  let pumping = Promise.resolve()

  async function handOver(letter: Letter, isKept: boolean): Promise<void> {
    const handle = listening.get(letter.to)
    if (handle === undefined) return
    letter.attempt += 1
    const { mail, attempt } = letter
    const delivery: MailDelivery = { mail, body: new Uint8Array(mail.body), attempt }
    // A handler that fails is asked again, as a country node does.
    const disposition = await handle(delivery).catch(() => ({ kind: 'retry' }) as const)
    if (disposition.kind === 'done' && !isKept) remove(letter)
  }

  function remove(letter: Letter): void {
    const place = letters.indexOf(letter)
    if (place >= 0) letters.splice(place, 1)
  }

  /** One after the other, so that nobody is handed two at a time. */
  function pump(): void {
    pumping = pumping.then(async () => {
      for (const letter of [...letters]) await handOver(letter, false)
    })
  }

  const at = (choice: number) => letters[choice % Math.max(letters.length, 1)]

  return {
    get underWay() {
      return letters.length
    },
    carry: ({ id, access }) => ({
      publish({ mailbox }, mail) {
        if (blocked.has(id)) return Promise.resolve(fail({ kind: 'unreachable' }))
        letters.push({ to: mailbox, mail, attempt: 0 })
        if (isGood) pump()
        return Promise.resolve(ok({ duplicate: false }))
      },
      async consume(handle, { signal }) {
        invariant(!listening.has(access.mailbox), 'adversary: one reader of a mailbox')
        listening.set(access.mailbox, handle)
        if (isGood) pump()
        if (!signal.aborted) await once(signal, 'abort')
        listening.delete(access.mailbox)
      },
      isConnected: () => true,
      close: () => Promise.resolve(),
    }),
    async deliver(choice, isKept) {
      const letter = at(choice)
      if (letter !== undefined) await handOver(letter, isKept)
    },
    drop(choice) {
      const letter = at(choice)
      if (letter !== undefined) remove(letter)
    },
    block(organisation, isBlocked) {
      if (isBlocked) blocked.add(organisation)
      else blocked.delete(organisation)
    },
    heal() {
      isGood = true
      blocked.clear()
      pump()
    },
  }
}
