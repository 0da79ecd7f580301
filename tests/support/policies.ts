import { decodePolicyPack } from '@trm/contracts'
import type { PolicyPack } from '@trm/domain'
import { invariant, type ParticipantCode } from '@trm/kernel'
import { readFile } from 'node:fs/promises'

const POLICIES = new URL('../../infra/policies/', import.meta.url)

/** The policy of a Participant, as its agents load it. */
export async function policyOf(participant: ParticipantCode): Promise<PolicyPack> {
  const text = await readFile(new URL(`${participant}.json`, POLICIES), 'utf8')
  const pack = decodePolicyPack(text)
  invariant(pack.ok, 'test support: a policy pack of this repository')
  return pack.value
}
