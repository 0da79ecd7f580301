import type { Party } from '../../support/parties.ts'
import type { Said } from '../../support/nats-protocol.ts'

/** Who is there to say something: all parties of a network and, of a conversation with an agent, whose it is. */
export type Conversation = { readonly parties: readonly Party[]; readonly own?: Party }

/** What the subjects of one conversation are made of, as regular expressions. */
export type Patterns = Conversation & {
  /** The Participant and the mailbox of anybody who is listed. */
  readonly anybody: string
  readonly streams: string
  /** Of the agent whose conversation it is: its mailbox, its reply subjects, those of its deliveries. */
  readonly mailbox: string
  /** Of questions that one message answers. */
  readonly reply: string
  /** Of those that many may answer. */
  readonly fetching: string
  readonly settling: string
}

export const NUMBER = '\\d+'

/** Magic, suite, key id, encapsulated key; the tag at the end (schemas/protocol/sealed-message.md). */
const SEALED_HEAD = Buffer.from('TRM1\0\x01', 'latin1')
const KEY_ID_BYTES = 32
const CIPHERTEXT_OFFSET = SEALED_HEAD.length + KEY_ID_BYTES + 1_120
const TAG_BYTES = 16

/** What a country node says of itself to its agents and to its peers, that of the newer versions too. */
export const serverFields: readonly RegExp[] = [
  /^server_id="N[A-Z2-7]{55}"$/,
  /^(?:server_name|cluster)="(?:at|rs)"$/,
  /^domain="(?:AT|RS)"$/,
  /^remote_account="LINK_(?:AT|RS)"$/,
  /^(?:version|go|git_commit|nonce|xkey)="[\w.-]+"$/,
  /^(?:proto|port|max_payload|client_id|api_lvl)=\d+$/,
  /^(?:host|client_ip)="127\.0\.0\.1"$/,
  /^ip="nats-leaf:\/\/127\.0\.0\.1:\d+\/?"$/,
  /^ip="127\.0\.0\.1:\d+"$/,
  /^leafnode_urls\.0="127\.0\.0\.1:\d+"$/,
  /^(?:headers|auth_required|jetstream|info_on_connect|connect_info)=true$/,
]

/** What it says on a link beside that, where TLS begins after the greeting. */
export const linkFields: readonly RegExp[] = [/^tls_(?:required|verify)=true$/]

export function patternsOf({ parties, own }: Conversation): Patterns {
  const among = (texts: readonly string[]) => `(?:${texts.join('|')})`
  const mailbox = own?.access.mailbox ?? 'none'
  const inbox = `_INBOX\\.${own?.access.publicKey ?? 'none'}\\.[A-Z0-9]{22}`
  return {
    parties,
    ...(own !== undefined && { own }),
    anybody: among(parties.map(({ participant, access }) => `${participant}\\.${access.mailbox}`)),
    streams: among(parties.map(({ access }) => `MAIL_${access.mailbox}`)),
    mailbox,
    reply: `${inbox}\\.[A-Z0-9]{22}`,
    fetching: inbox,
    settling: `\\$JS\\.ACK\\.MAIL_${mailbox}\\.${mailbox}(?:\\.\\d+){5}`,
  }
}

/** What JetStream says to who left mail. */
export function acknowledgement(streams: string): string {
  return `^\\{"stream":"${streams}", ?"domain":"(?:AT|RS)", ?"seq":\\d+(?:, ?"duplicate": ?true)?\\}$`
}

export function matches(words: readonly string[], expressions: readonly string[]): boolean {
  return new RegExp(`^${expressions.join(' ')}$`).test(words.join(' '))
}

export function textOf({ payload }: Said): string {
  return payload?.toString('latin1') ?? ''
}

/** Whether the payload, and nothing beside it, is this. */
export function saysOnly(said: Said, expression: RegExp): boolean {
  return expression.test(textOf(said))
}

/** Whether every member of an object in JSON, written `path=value`, is one of these. */
export function isOneOf(text: string | undefined, members: readonly RegExp[]): boolean {
  try {
    const leaves = leavesOf(JSON.parse(text ?? ''), '')
    return leaves.every((leaf) => members.some((member) => member.test(leaf)))
  } catch {
    return false
  }
}

function leavesOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${JSON.stringify(value)}`]
  const below = Object.entries(value)
  return below.flatMap(([name, each]) => leavesOf(each, path === '' ? name : `${path}.${name}`))
}

/** Whether these are the six headers, each once, and a body that is sealed for whose mailbox it is left in. */
export function isMail(
  said: Said,
  {
    parties,
    source,
    more = '',
  }: { readonly parties: readonly Party[]; readonly source: string; readonly more?: string },
): boolean {
  const headers = new RegExp(
    [
      '^NATS/1\\.0',
      'Nats-Msg-Id: ([A-Za-z0-9_-]{22})',
      'ce-specversion: 1\\.0',
      'ce-id: \\1',
      `ce-source: ${source}`,
      'ce-type: org\\.trm\\.sealed\\.v1',
      `ce-time: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00Z${more}$`,
    ].join('\n'),
  )
  const mailbox = said.words[0]?.split('.').at(-1)
  const recipient = parties.find(({ access }) => access.mailbox === mailbox)
  return headers.test((said.headers ?? []).join('\n')) && isSealedFor(recipient, said.payload)
}

function isSealedFor(recipient: Party | undefined, body: Buffer = Buffer.alloc(0)): boolean {
  const keyId = body.toString('base64url', SEALED_HEAD.length, SEALED_HEAD.length + KEY_ID_BYTES)
  const padded = body.length - CIPHERTEXT_OFFSET - TAG_BYTES
  return (
    body.subarray(0, SEALED_HEAD.length).equals(SEALED_HEAD) &&
    keyId === recipient?.identity.sealing.keyId &&
    isBucket(padded)
  )
}

/** Whether a padded plaintext may be as long as that, as the page on sealed messages says it. */
function isBucket(length: number): boolean {
  const exponent = Math.floor(Math.log2(length))
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return length >= 2_048 && length % step === 0
}

/** The encapsulated key: fresh for each message, so that no two have anything in common. */
export function encapsulatedKeyOf(body: Buffer): string {
  return body.toString('base64url', SEALED_HEAD.length + KEY_ID_BYTES, CIPHERTEXT_OFFSET)
}
