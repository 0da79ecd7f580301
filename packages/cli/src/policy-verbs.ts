import { decodePolicyPack, type PolicyDecodeFailure } from '@trm/contracts'
import { describePolicyFlaw, findPolicyFlaws } from '@trm/domain'
import { readFile } from 'node:fs/promises'
import type { Answer } from './answer.ts'
import { FileError } from './file-error.ts'

/** What is wrong with a text that is no policy pack, as far as JSON goes. */
const jsonSentences = {
  'not-json': 'the file is no JSON',
  'duplicate-key': 'a field stands twice in the file',
  'lone-surrogate': 'a text in the file holds half a character',
  'unsafe-number': 'a number in the file is one that programs read differently',
  'too-deep': 'the file is nested more deeply than any policy pack',
} as const satisfies Record<Exclude<PolicyDecodeFailure['kind'], 'invalid'>, string>

/** `trm policy check`: whether an agent would start with a policy pack, without any agent. */
export async function policy([verb, ...words]: readonly string[]): Promise<Answer> {
  if (verb !== 'check') return { problem: 'policy takes check' }
  const [file, ...others] = words
  if (file === undefined || others.length > 0 || file.startsWith('-')) {
    return { problem: 'policy check takes one file' }
  }
  const decoded = decodePolicyPack(await readText(file))
  if (!decoded.ok) return { refused: sentencesOf(decoded.failure) }
  const flaws = findPolicyFlaws(decoded.value)
  if (flaws.length > 0) return { refused: flaws.map(describePolicyFlaw) }
  const { participant, version } = decoded.value
  return { output: `can be loaded: the policy of ${participant}, version ${version}\n` }
}

function sentencesOf(failure: PolicyDecodeFailure): readonly string[] {
  if (failure.kind !== 'invalid') return [jsonSentences[failure.kind]]
  return failure.places.map((place) =>
    place === ''
      ? 'the pack is no object, or has a field that no pack has'
      : `${place}: missing, or not of the form that a pack has there`,
  )
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new FileError(error)
  }
}
