import { grant } from '@trm/contracts'
import {
  isCaseReference,
  parseStrictJson,
  type CaseReference,
  type EventId,
  type Json,
  type OrganisationId,
} from '@trm/kernel'
import { digestOfDisclosure, readDisclosure } from '@trm/sealing'
import type { GenuineEvent } from './verify-event.ts'

/** One place in what an author sends one recipient in one case, and the event that holds it. */
export type ChainPlace = {
  readonly case: CaseReference
  readonly author: OrganisationId
  readonly event: EventId
  readonly seq: number
}

/**
 * The place of a genuine event in the chain to this organisation; undefined where no grant for it came
 * along. Reads nothing but case and grant, so that an event of a later version is refused and the next
 * one still follows on it.
 */
export function findChainPlace(
  { id, author, payload }: GenuineEvent,
  disclosures: readonly string[],
  self: OrganisationId,
): ChainPlace | undefined {
  const json = parseStrictJson(new TextDecoder().decode(payload))
  const reference = json.ok ? member(json.value, 'case') : undefined
  const digests = json.ok ? member(member(json.value, 'grants'), '_sd') : undefined
  if (typeof reference !== 'string' || !isCaseReference(reference)) return undefined
  if (!Array.isArray(digests)) return undefined
  for (const text of disclosures) {
    if (!digests.includes(digestOfDisclosure(text))) continue
    const read = readDisclosure(text)
    const own = read.ok && read.value.name === self ? grant.safeParse(read.value.value) : undefined
    if (own?.success !== true || own.data.to !== self) continue
    return { case: reference, author, event: id, seq: own.data.seq }
  }
  return undefined
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: Json })[name] : undefined
}
