import type { ParticipantCode } from '@trm/kernel'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlannedParticipant } from './plan.ts'

const POLICIES = new URL('../../policies/', import.meta.url)

/** Where the agents of a Participant find its policy pack. */
export function policyFile(folder: string, participant: ParticipantCode): string {
  return join(folder, participant, 'policy.json')
}

/** Gives each Participant its policy pack as it is now, in the place of an earlier one. */
export async function publishPolicies(
  folder: string,
  plan: readonly PlannedParticipant[],
): Promise<void> {
  for (const { code } of plan) {
    await mkdir(join(folder, code), { recursive: true, mode: 0o700 })
    const pack = await readFile(new URL(`${code}.json`, POLICIES))
    await writeFile(policyFile(folder, code), pack, { mode: 0o600 })
  }
}
