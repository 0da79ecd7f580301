import { ok } from '@trm/kernel'
import type { MailboxAddress, SealedMail } from '@trm/ports'
import {
  countryNodeOf,
  lettersOf,
  type Letter,
  type PostOfficeState,
} from '../mailbox-post-office.ts'
import { mailboxMutant, type MailboxMutant } from './mailbox-mutant.ts'

const TAKEN = ok({ duplicate: false })

/** Broken promises about leaving mail. */
export const publishMutants: readonly MailboxMutant[] = [
  mailboxMutant(
    'takes bytes for text',
    'delivers attributes and bytes as they were handed in',
    ({ publish }) => ({
      publish: (to, mail) =>
        publish(to, {
          ...mail,
          body: new TextEncoder().encode(new TextDecoder().decode(mail.body)),
        }),
    }),
  ),

  mailboxMutant(
    'stamps mail with a time of its own',
    'delivers attributes and bytes as they were handed in',
    ({ publish }) => ({
      publish: (to, mail) => publish(to, { ...mail, time: '2026-03-01T10:01:00Z' }),
    }),
  ),

  mailboxMutant(
    'says that everything is new',
    'takes mail once: a repeat is a duplicate',
    ({ publish }) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        return outcome.ok ? TAKEN : outcome
      },
    }),
  ),

  mailboxMutant(
    'delivers a repeat as well',
    'takes mail once: a repeat is a duplicate',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        if (outcome.ok && outcome.value.duplicate) putIn(office, to, mail)
        return outcome
      },
    }),
  ),

  mailboxMutant(
    'knows the ids of waiting mail only',
    'knows a repeat of mail that is settled',
    ({ publish }, office) => ({
      publish: (to, mail) => {
        const isWaiting = lettersAt(office, to).some((letter) => letter.mail?.id === mail.id)
        if (!isWaiting) nodeAt(office, to).ids.delete(mail.id)
        return publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'looks for a repeat before it takes the mail, with others in between',
    'takes one of many that leave the same mail at once',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const isKnown = nodeAt(office, to).ids.has(mail.id)
        await Promise.resolve()
        if (!isKnown) nodeAt(office, to).ids.delete(mail.id)
        return publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'takes one of those that come at once',
    'delivers each of many that are left at once, once',
    ({ publish }) => {
      let isBusy = false
      return {
        publish: async (to, mail) => {
          if (isBusy) return TAKEN
          isBusy = true
          const outcome = await publish(to, mail)
          isBusy = false
          return outcome
        },
      }
    },
  ),

  mailboxMutant(
    'has one list of ids for all Participants',
    'keeps the mail of two Participants apart, ids included',
    ({ publish }, office) => ({
      publish: (to, mail) =>
        office.nodes.values().some(({ ids }) => ids.has(mail.id))
          ? Promise.resolve(ok({ duplicate: true }))
          : publish(to, mail),
    }),
  ),

  mailboxMutant(
    'drops the oldest mail when it is full',
    'says that it is full, loses nothing and takes more once there is room',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        if (outcome.ok || outcome.failure.kind !== 'full') return outcome
        lettersAt(office, to).shift()
        return publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'remembers the ids of mail that it did not take',
    'says that it is full, loses nothing and takes more once there is room',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        nodeAt(office, to).ids.add(mail.id)
        return outcome
      },
    }),
  ),

  mailboxMutant(
    'asks for room before it looks whether it has the mail',
    'knows a repeat of what it took, also when it is full',
    ({ publish }, office) => ({
      publish: (to, mail) => {
        const waiting = lettersAt(office, to).reduce((sum, { body }) => sum + body.length, 0)
        return waiting + mail.body.length > office.bytesMax
          ? Promise.resolve({ ok: false, failure: { kind: 'full' } })
          : publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'takes mail for whomever it is',
    'takes no mail for a mailbox that nobody has',
    ({ publish }, office) => ({
      publish: (to, mail) => {
        lettersAt(office, to)
        return publish(to, mail)
      },
    }),
  ),

  mailboxMutant(
    'says nothing of what is forbidden',
    'refuses as a fault what the broker forbids',
    ({ publish }) => ({ publish: (to, mail) => publish(to, mail).catch(() => TAKEN) }),
  ),

  mailboxMutant(
    'keeps the bytes that it was given',
    'keeps a copy of the bytes that it was given',
    ({ publish }, office) => ({
      publish: async (to, mail) => {
        const outcome = await publish(to, mail)
        const letters = lettersAt(office, to)
        const last = letters.pop()
        if (last !== undefined) letters.push({ ...last, mail, body: mail.body })
        return outcome
      },
    }),
  ),
]

function nodeAt(office: PostOfficeState, { participant }: MailboxAddress) {
  return countryNodeOf(office, participant)
}

function lettersAt(office: PostOfficeState, address: MailboxAddress): Letter[] {
  return lettersOf(nodeAt(office, address), address.mailbox)
}

function putIn(office: PostOfficeState, to: MailboxAddress, mail: SealedMail): void {
  lettersAt(office, to).push({ mail, body: mail.body, attempts: 0, dueAt: 0 })
}
