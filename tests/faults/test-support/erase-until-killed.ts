import { join } from 'node:path'
import { memoryMailbox, newPostOffice } from '@trm/adapter-memory'
import { composeAgent } from '@trm/agent'
import { INBOX_STREAM, readInboxEntry } from '@trm/contracts'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { fail, invariant, ok } from '@trm/kernel'
import { createLogger } from '@trm/platform'
import type { EventStore, Vault } from '@trm/ports'
import { decodeBase64url, randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { policyOf } from '../../support/policies.ts'
import { clock, isFinished, openHolderFiles, planFile, progressOf, type Work } from './holder.ts'

/**
 * Belgrade's agent over its files. First it is given once more what it was given in its last life, as a sender
 * does that has no receipt and a caseworker that had no answer, and finishes it: `recovered`. Then it is given
 * one thing more. It says each step that it comes to, and kills itself at the one that it
 * is told to die at.
 */
const [, , folder = '', count = '0', dieAt = ''] = process.argv
const DEADLINE_MS = 10_000
const AUTHORIZED = { authorization: 'Bearer caseworker' }
let isArmed = false

const files = await openHolderFiles(folder)
const { vienna, belgrade, directory } = files
const store: EventStore = {
  ...files.store,
  async append(streamId, events, expected) {
    for (const { type } of events) step(`before ${type}`)
    const appended = await files.store.append(streamId, events, expected)
    for (const { type } of events) step(`after ${type}`)
    return appended
  },
}
const vault: Vault = {
  ...files.vault,
  async destroySectionKeys(reference, scope) {
    step('before destroying')
    const destroyed = await files.vault.destroySectionKeys(reference, scope)
    step('after destroying')
    return destroyed
  },
}
const office = newPostOffice()
const mailboxOf = ({ participant, access: { mailbox } }: typeof vienna) =>
  memoryMailbox(office, { participant, mailbox })
const viennas = mailboxOf(vienna)
const { app, run } = await composeAgent({
  self: belgrade.id,
  store,
  vault,
  attachmentsFolder: join(folder, 'attachments'),
  mailbox: mailboxOf(belgrade),
  directory,
  policy: await policyOf(belgrade.participant),
  identity: belgrade.identity,
  keyGraceDays: KEY_GRACE_DAYS_MIN,
  clock,
  logger: createLogger({ level: 'silent', service: 'agent' }),
  authenticate: (token) =>
    Promise.resolve(
      token === 'caseworker'
        ? ok({ subject: 'user-1', roles: [token] })
        : fail({ kind: 'refused' }),
    ),
})
const running = run(new AbortController().signal)
// A fault of the agent ends the process: the parent then reads no further line.
running.catch(() => process.exit(1))

const plan = JSON.parse(await readFile(planFile(folder), 'utf8')) as readonly Work[]
const [interrupted, next] = [plan[Number(count) - 1], plan[Number(count)]]
if (interrupted !== undefined) {
  await give(interrupted)
  await finished(interrupted)
}
say('recovered')
isArmed = true
if (next !== undefined) {
  await give(next)
  await finished(next)
  say('finished')
}
// Its end is the parent's to choose.
await running

async function give({ case: reference, given }: Work): Promise<void> {
  if (given.kind === 'narrowing') {
    const body = decodeBase64url(given.body)
    const { participant, access } = belgrade
    invariant(body !== undefined, 'plan: a sealed body')
    const mail = {
      id: randomToken(),
      source: vienna.participant,
      time: `${clock.now().slice(0, 16)}:00Z`,
      body,
    }
    await viennas.publish({ participant, mailbox: access.mailbox }, mail)
    return
  }
  const { statusCode } = await app.inject({
    method: 'POST',
    url: `/casework/cases/${reference}/commands`,
    headers: AUTHORIZED,
    payload: {
      commandId: given.commandId,
      command: {
        type: 'RecordErasure',
        sections: ['contact', 'needs'],
        authority: 'retentionEnded',
      },
    },
  })
  invariant(statusCode === 201, 'plan: a command that is accepted, however often it is given')
}

/** Erased, answered, and what it was told has its receipt. */
async function finished(work: Work): Promise<void> {
  const caseLog = files.caseLog()
  await waitFor(
    async () =>
      isFinished(work, await progressOf(work, caseLog)) &&
      (work.given.kind === 'record' || (await hasReceipt(work.given.event))),
    { deadlineMs: DEADLINE_MS, what: 'the end of an erasure' },
  )
}

async function hasReceipt(event: string): Promise<boolean> {
  for await (const recorded of files.store.readStream(INBOX_STREAM)) {
    const entry = readInboxEntry(recorded)
    if (entry.type === 'ReceiptIssued' && entry.data.events.some((id) => id === event)) return true
  }
  return false
}

function step(name: string): void {
  if (!isArmed) return
  say(name)
  if (name === dieAt) process.kill(process.pid, 'SIGKILL')
}

/** Written at once: what was said before the end is read after it. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
