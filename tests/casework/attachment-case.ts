import type { AttachmentReference, CommandResponse } from '@trm/contracts'
import { invariant, type CaseReference, type EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import type { MemoryNetwork } from '../support/memory-agents.ts'
import {
  BELGRADE,
  clause,
  FURTHER_USE,
  handedOver,
  VIENNA,
  type HandoverCase,
} from './handover-case.ts'

export const CHUNK = 256 * 1024

/** A letter as PDF, of this length, with these words in its first and in its last chunk. */
export function letter(lengthBytes: number, words = 'Milica Petrović'): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  for (let at = 0; at < lengthBytes; at += 4)
    bytes.writeUInt32BE((at * 2654435761) % 2 ** 32, Math.min(at, lengthBytes - 4))
  bytes.write(`%PDF-1.7\n${words}\n`)
  bytes.write(words, lengthBytes - Buffer.byteLength(words))
  return bytes
}

export const pdfOf = (file: Uint8Array) => ({
  'content-type': 'application/pdf',
  'content-length': String(file.length),
})

/** A case that Belgrade has accepted, in which she agreed that Vienna gives Belgrade her documents. */
export type DocumentCase = HandoverCase & { readonly papers: EventId }

/** @param onward whether Belgrade may pass them on. */
export async function withDocuments(network: MemoryNetwork, onward = false): Promise<DocumentCase> {
  const begun = await handedOver(network)
  const { event: papers } = await network.agent(VIENNA).command(begun.reference, {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: [{ ...clause(network, 'c1', [VIENNA, BELGRADE], ['documents']), onward }],
  })
  return { ...begun, papers }
}

/** Vienna's agent takes in a file. */
export async function sent(
  network: MemoryNetwork,
  reference: CaseReference,
  file: Uint8Array,
): Promise<AttachmentReference> {
  const { status, body } = await network.agent(VIENNA).sendFile(reference, file, pdfOf(file))
  invariant(status === 201, 'test: the file is taken in')
  return body as AttachmentReference
}

export const FILE_TITLE = 'nalaz-petrovic-milica-2026.pdf'

/** The command by which documents go to Belgrade, with files among them. */
export function proposal({ referral }: HandoverCase, ...named: readonly AttachmentReference[]) {
  const documents = named.map((reference) => ({
    kind: 'medicalCertificate' as const,
    title: FILE_TITLE,
    ...reference,
    chunks: [...reference.chunks],
  }))
  return {
    type: 'ProposeCustodyTransfer',
    referral,
    sections: { documents: { documents } },
  } as const
}

/** Vienna takes in a file and names it in an event to Belgrade. */
export async function given(
  network: MemoryNetwork,
  held: HandoverCase,
  file: Uint8Array,
): Promise<CommandResponse & { readonly reference: AttachmentReference }> {
  const reference = await sent(network, held.reference, file)
  const command = proposal(held, reference)
  const answer = await network.agent(VIENNA).command(held.reference, command)
  return { ...answer, reference }
}

export const fileUrl = (reference: CaseReference, event: string, attachment: string) =>
  `/casework/cases/${reference}/events/${event}/attachments/${attachment}`

/** What kind of problem came instead of a file. */
export function problemIn(answer: { readonly bytes: Buffer }): Record<string, unknown> {
  const {
    instance: _instance,
    title: _title,
    ...rest
  } = JSON.parse(answer.bytes.toString()) as Record<string, unknown>
  return rest
}

export const commandTo = (command: object) => ({ commandId: randomToken(), command })
