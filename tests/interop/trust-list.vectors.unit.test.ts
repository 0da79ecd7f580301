import { instant, organisationId } from '@trm/contracts'
import { verifyTrustList } from '@trm/directory'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/trust_list.json' with { type: 'json' }
import { pinnedRoot, vectorDirectory, vectorRoots } from './vector-directory.ts'

const vector = z.strictObject({
  id: z.string(),
  comment: z.string(),
  root: z.enum(['at', 'rs']),
  knownVersion: z.int(),
  result: z.enum(['ok', 'not-signed-by-root', 'invalid', 'older-version']),
  token: z.string(),
})

const file = z
  .strictObject({
    source: z.string(),
    warning: z.string(),
    roots: vectorRoots,
    vectors: z.array(vector),
    standings: z.array(
      z.strictObject({
        organisation: organisationId,
        kid: z.string(),
        at: instant,
        standing: z.string(),
      }),
    ),
  })
  .parse(json)

const directory = await vectorDirectory(
  file.roots,
  file.vectors.filter(({ id }) => id === 'austria' || id === 'serbia'),
)

test('the file has 32 vectors, 6 of them to be taken, and 11 standings', () => {
  expect(file.vectors).toHaveLength(32)
  expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(32)
  expect(file.vectors.filter(({ result }) => result === 'ok')).toHaveLength(6)
  expect(file.standings).toHaveLength(11)
})

test.each(file.vectors)('$id ($result): $comment', async ({ token, root, ...rest }) => {
  const { knownVersion, result } = rest
  const outcome = await verifyTrustList(token, pinnedRoot(file.roots, root), knownVersion)
  expect(outcome.ok ? 'ok' : outcome.failure.kind).toBe(result)
})

test.each(file.standings)('$organisation $kid is $standing at $at', (given) => {
  const { organisation, kid, at, standing } = given
  expect(directory.signingKey(organisation, kid, at).kind).toBe(standing)
})
