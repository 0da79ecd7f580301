import { memoryMailbox } from '@trm/adapter-memory'
import { readSealingKeys } from '@trm/case-log'
import { encodeReceipt, RECEIPT_TYP, type Receipt } from '@trm/contracts'
import { invariant, participantOf, type OrganisationId } from '@trm/kernel'
import { memoryVault } from '@trm/adapter-memory'
import {
  openMessage,
  randomToken,
  sealMessage,
  sha256Base64url,
  signJws,
  type MessageItem,
} from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { organisation, type MemoryNetwork } from './memory-agents.ts'

/** A sealed message as its recipient finds it. */
export type FoundMessage = {
  readonly digest: string
  /** The key that its header names. */
  readonly keyId: string
  readonly items: readonly MessageItem[]
}

/** An organisation whose agent is stopped: the test reads its mail with its keys, and answers what it likes. */
export type PlayedRecipient = {
  /** Everything that was fetched from its mailbox, oldest first. */
  readonly messages: readonly FoundMessage[]
  /** The message with this number, once it has come; 0 is the first. */
  message(number: number): Promise<FoundMessage>
  /** Sends a signed receipt to the one whose mail it gets. */
  answer(what: Partial<Pick<Receipt, 'items' | 'message'>>): Promise<void>
  stop(): Promise<void>
}

const DEADLINE_MS = 8_000
const KEY_ID = [6, 38] as const

export function playRecipient(
  network: MemoryNetwork,
  id: OrganisationId,
  sender: OrganisationId,
): PlayedRecipient {
  const { party, vaultState, directory } = network.agent(id)
  const own = { participant: party.participant, mailbox: party.access.mailbox }
  const mailbox = memoryMailbox(network.office, own)
  const messages: FoundMessage[] = []
  const stopping = new AbortController()
  const reading = mailbox.consume(
    async ({ body }) => {
      const keys = await readSealingKeys(memoryVault(vaultState))
      const opened = openMessage({
        body,
        recipient: id,
        findPrivateKey: (keyId) => keys.find((key) => key.keyId === keyId)?.privateKey,
        senderCandidates: [sender],
      })
      messages.push({
        digest: sha256Base64url(body),
        keyId: Buffer.from(body.subarray(...KEY_ID)).toString('base64url'),
        items: opened.ok ? opened.value.items : [],
      })
      return { kind: 'done' }
    },
    { signal: stopping.signal },
  )
  return {
    messages,
    message: (number) =>
      waitFor(() => messages[number], { deadlineMs: DEADLINE_MS, what: 'a message' }),
    async answer(what) {
      const now = network.now()
      const payload = encodeReceipt({
        jti: randomToken(),
        iss: id,
        aud: sender,
        iat: Date.parse(now) / 1000,
        items: [],
        ...what,
      })
      const token = await signJws({ typ: RECEIPT_TYP, ...party.identity.signer, payload })
      const key = directory.sealingKey(sender, now)
      const address = directory.mailboxOf(sender)
      invariant(key !== undefined && address !== undefined, 'played recipient: a listed sender')
      const published = await mailbox.publish(address, {
        id: randomToken(),
        source: participantOf(id),
        time: `${now.slice(0, 16)}:00Z`,
        body: sealMessage({
          sender: id,
          recipient: organisation(sender),
          recipientKeyId: key.keyId,
          recipientPublicKey: key.publicKey,
          items: [{ kind: 'receipt', bytes: new TextEncoder().encode(token) }],
        }),
      })
      invariant(published.ok, 'played recipient: the country node takes it')
    },
    async stop() {
      stopping.abort()
      await reading
      await mailbox.close()
    },
  }
}
