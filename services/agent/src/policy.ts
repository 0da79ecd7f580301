import { decodePolicyPack } from '@trm/contracts'
import { findPolicyFlaws, policyFlawSentences, type PolicyPack } from '@trm/domain'
import type { ParticipantCode } from '@trm/kernel'
import { ConfigError } from '@trm/platform'
import { readFile } from 'node:fs/promises'

const VARIABLE = 'TRM_POLICY_FILE'

/**
 * Reads the policy pack of the own Participant. What it says is not in force until it is whole: nothing is
 * left out, nothing is raised to a floor.
 *
 * @throws {ConfigError} saying in sentences without values why the pack cannot be loaded: unreadable, not
 *   well formed, flawed, or that of another Participant.
 */
export async function readPolicy(file: string, own: ParticipantCode): Promise<PolicyPack> {
  const decoded = decodePolicyPack(await readText(file))
  if (!decoded.ok)
    throw new ConfigError(
      [VARIABLE],
      ['the policy pack is not well formed: trm policy check says where'],
    )
  const pack = decoded.value
  const kinds = new Set(findPolicyFlaws(pack).map(({ kind }) => kind))
  if (kinds.size > 0) {
    throw new ConfigError(
      [VARIABLE],
      [...kinds].map((kind) => policyFlawSentences[kind]),
    )
  }
  if (pack.participant !== own) {
    const reason = 'the policy pack is that of another Participant'
    throw new ConfigError(['TRM_ORGANISATION', VARIABLE], [reason])
  }
  return pack
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // Missing, a folder, forbidden: for the reader of the message one and the same.
    throw new ConfigError([VARIABLE], ['the policy pack cannot be read'])
  }
}
