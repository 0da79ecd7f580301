import { natsMailbox } from '@trm/adapter-nats'
import {
  decodeReceipt,
  encodeReceipt,
  RECEIPT_TYP,
  type Receipt,
  type ReceiptItem,
} from '@trm/contracts'
import { fail, invariant, ok, toInstant, type OrganisationId } from '@trm/kernel'
import type { Directory, Mailbox, MailboxAddress } from '@trm/ports'
import {
  openMessage,
  randomToken,
  sealMessage,
  signJws,
  verifyJws,
  type MessageItem,
} from '@trm/sealing'
import type { Party } from './parties.ts'

/** A receipt whose signature has been checked, beside the very text that was signed. */
export type SeenReceipt = { readonly token: string; readonly receipt: Receipt }

/** A listed organisation that runs no agent: the test holds its keys and says what it likes. */
export type Outsider = {
  readonly party: Party
  /** `host:port` of its country node. */
  readonly server: string
  /** Receipts that came for it and verify, oldest first. */
  readonly receipts: readonly SeenReceipt[]
  /** Every event copy that came for it. */
  readonly copies: readonly Uint8Array[]
  /** A body sealed for a recipient, in its own name or in another's: anybody can seal. */
  seal(to: OrganisationId, items: readonly MessageItem[], as?: OrganisationId): Uint8Array
  /** Leaves a body in a mailbox, under headers that are the protocol's. */
  send(to: OrganisationId, body: Uint8Array): Promise<void>
  /** A receipt signed by this organisation, whatever it claims. */
  signReceipt(
    to: OrganisationId,
    items: readonly ReceiptItem[],
    claims?: { readonly iss?: OrganisationId; readonly keyId?: string },
  ): Promise<Uint8Array>
  addressOf(organisation: OrganisationId): MailboxAddress
  stop(): Promise<void>
}

/** Connects an organisation that the test speaks for, and reads its mail. */
export async function startOutsider(options: {
  readonly party: Party
  readonly directory: Directory
  readonly server: string
}): Promise<Outsider> {
  const { party, directory, server } = options
  const { identity, participant, access } = party
  const mailbox = await natsMailbox({
    server,
    nkeySeed: access.seed,
    participant,
    mailbox: access.mailbox,
    inboxPrefix: access.inboxPrefix,
  })
  const receipts: SeenReceipt[] = []
  const copies: Uint8Array[] = []
  const stopping = new AbortController()
  const reading = readMail(mailbox, { party, directory, receipts, copies, signal: stopping.signal })

  function addressOf(organisation: OrganisationId): MailboxAddress {
    const address = directory.mailboxOf(organisation)
    invariant(address !== undefined, 'outsider: a listed mailbox')
    return address
  }

  return {
    party,
    server,
    receipts,
    copies,
    addressOf,
    seal(to, items, as = party.id) {
      const key = directory.sealingKey(to, toInstant(new Date()))
      invariant(key !== undefined, 'outsider: a listed key')
      return sealMessage({
        sender: as,
        recipient: to,
        recipientKeyId: key.keyId,
        recipientPublicKey: key.publicKey,
        items,
      })
    },
    async send(to, body) {
      const time = `${toInstant(new Date()).slice(0, 16)}:00Z`
      const mail = { id: randomToken(), source: participant, time, body }
      const published = await mailbox.publish(addressOf(to), mail)
      invariant(published.ok && !published.value.duplicate, 'outsider: the country node takes it')
    },
    async signReceipt(to, items, { iss = party.id, keyId = identity.signer.keyId } = {}) {
      const iat = Math.floor(Date.now() / 1000)
      const payload = encodeReceipt({ jti: randomToken(), iss, aud: to, iat, items })
      const { privateKey } = identity.signer
      const token = await signJws({ typ: RECEIPT_TYP, keyId, privateKey, payload })
      return new TextEncoder().encode(token)
    },
    async stop() {
      stopping.abort()
      await reading
      await mailbox.close()
    },
  }
}

async function readMail(
  mailbox: Mailbox,
  desk: {
    readonly party: Party
    readonly directory: Directory
    readonly receipts: SeenReceipt[]
    readonly copies: Uint8Array[]
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { party, directory, receipts, copies, signal } = desk
  const senderCandidates = directory
    .participants()
    .flatMap((participant) => directory.organisationsOf(participant).map(({ id }) => id))
  await mailbox.consume(
    async ({ body }) => {
      const { keyId, privateKey } = party.identity.sealing
      const findPrivateKey = (wanted: string) => (wanted === keyId ? privateKey : undefined)
      const opened = openMessage({ body, recipient: party.id, findPrivateKey, senderCandidates })
      const items = opened.ok ? opened.value.items : []
      for (const { kind, bytes } of items) {
        if (kind === 'event') copies.push(bytes)
        else receipts.push(await readReceipt(new TextDecoder().decode(bytes), directory))
      }
      return { kind: 'done' }
    },
    { signal },
  )
}

async function readReceipt(token: string, directory: Directory): Promise<SeenReceipt> {
  const verified = await verifyJws<'signer'>(token, RECEIPT_TYP, ({ issuer, keyId }) => {
    const key = directory.signingKey(issuer as OrganisationId, keyId, toInstant(new Date()))
    return key.kind === 'valid' ? ok(key.publicKey) : fail('signer')
  })
  invariant(verified.ok, 'outsider: an agent signs what it sends')
  const decoded = decodeReceipt(verified.value.payload)
  invariant(decoded.ok && decoded.value.iss === verified.value.issuer, 'outsider: a receipt')
  return { token, receipt: decoded.value }
}
