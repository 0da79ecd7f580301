import { generateSigningKey, randomToken } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeEvent } from './compose.ts'
import {
  createSigners,
  directoryOf,
  newReference,
  NOW,
  openingDraft,
  signerOf,
  VIENNA,
  type Signers,
} from './test-support.ts'
import { standingOfSigner, verifySignature } from './verify-event.ts'

let signers: Signers
beforeAll(async () => {
  signers = await createSigners()
})

function compose() {
  return composeEvent({
    case: newReference(),
    author: VIENNA,
    tokenId: randomToken(),
    recordedAt: NOW,
    draft: openingDraft,
    plan: [],
    chainHeads: new Map(),
    signer: signerOf(signers, VIENNA),
  })
}

describe('an event that was signed here', () => {
  it.each(['valid', 'revoked'] as const)(
    'has the standing that checking its signature finds, under a key that is %s',
    async (standing) => {
      const directory = directoryOf(signers, { standing })
      const { event, jws } = await compose()
      const own = standingOfSigner(event, signerOf(signers, VIENNA), directory)
      expect(await verifySignature(jws, directory)).toMatchObject({ value: { standing: own } })
      expect(own).toBe(standing)
    },
  )

  it('is taken for nothing where the directory does not list its key', async () => {
    const { event } = await compose()
    const directory = directoryOf(new Map([[VIENNA, await generateSigningKey()]]))
    expect(standingOfSigner(event, signerOf(signers, VIENNA), directory)).toBeUndefined()
  })

  it('is taken for nothing where the directory lists another key under the same id', async () => {
    const { event } = await compose()
    const own = signerOf(signers, VIENNA)
    const { publicKey } = await generateSigningKey()
    const directory = directoryOf(new Map([[VIENNA, { ...own, publicKey }]]))
    expect(standingOfSigner(event, own, directory)).toBeUndefined()
  })
})
