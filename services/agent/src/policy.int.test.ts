import { invariant, isParticipantCode } from '@trm/kernel'
import { ConfigError } from '@trm/platform'
import { temporaryFolder } from '@trm/ports/conformance'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readPolicy } from './policy.ts'

const shipped = (participant: string) =>
  readFileSync(new URL(`../../../infra/policies/${participant}.json`, import.meta.url), 'utf8')
const austrian = JSON.parse(shipped('at')) as {
  readonly reflection: object
  readonly sources: object
}
const shippedWith = (changes: object) => JSON.stringify({ ...austrian, ...changes })

/** What comes of a policy file with this content, for an agent in Austria. */
async function read(content: string, name = 'policy.json'): Promise<unknown> {
  const own = 'at'
  invariant(isParticipantCode(own), 'a Participant')
  await using folder = await temporaryFolder()
  writeFileSync(join(folder.path, 'policy.json'), content)
  return await readPolicy(join(folder.path, name), own).catch((error: unknown) => error)
}

describe('the policy of an agent', () => {
  it('is the pack of its Participant', async () => {
    expect(await read(shipped('at'))).toStrictEqual(austrian)
  })

  it.each<[string, string, string]>([
    ['below a floor', shippedWith({ smallCountMin: 4 }), 'a number is below its floor'],
    [
      'below three floors, in one sentence',
      shippedWith({
        smallCountMin: 4,
        reflection: { ...austrian.reflection, daysMin: 29, referWithinDays: 0 },
      }),
      'a number is below its floor',
    ],
    [
      'flawed in two ways',
      shippedWith({ languages: [], smallCountMin: 0 }),
      'a list that has to name something names nothing; a number is below its floor',
    ],
    [
      'without a source',
      shippedWith({ sources: { ...austrian.sources, licence: [] } }),
      'a rule has no source',
    ],
    [
      'that authorities keep to themselves',
      shippedWith({ identification: { first: ['police'], formal: ['police'] } }),
      'nobody who serves people may identify first; nobody but authorities may identify first',
    ],
    [
      'with a field too many',
      shippedWith({ canary: 'canary' }),
      'the policy pack is not well formed: trm policy check says where',
    ],
    [
      'that is no JSON',
      'canary',
      'the policy pack is not well formed: trm policy check says where',
    ],
    [
      'in which a field stands twice',
      shipped('at').replace('{', '{ "smallCountMin": 5,'),
      'the policy pack is not well formed: trm policy check says where',
    ],
    ['that is empty', '', 'the policy pack is not well formed: trm policy check says where'],
  ])('is no pack %s', async (_case, content, reasons) => {
    const error = await read(content)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ details: { variables: 'TRM_POLICY_FILE', reasons } })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/canary/)
  })

  it.each(['rs', 'xk'])('is not that of another Participant: %s', async (participant) => {
    expect(await read(shipped(participant))).toMatchObject({
      code: 'CONFIG_INVALID',
      details: {
        variables: 'TRM_ORGANISATION TRM_POLICY_FILE',
        reasons: 'the policy pack is that of another Participant',
      },
    })
  })

  it.each([
    ['missing', 'canary.json'],
    ['a folder', '.'],
  ])('is not %s', async (_case, name) => {
    const error = await read(shipped('at'), name)
    expect(error).toMatchObject({
      details: { variables: 'TRM_POLICY_FILE', reasons: 'the policy pack cannot be read' },
    })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/canary/)
  })
})
