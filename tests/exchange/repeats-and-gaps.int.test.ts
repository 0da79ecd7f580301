import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectationsIn } from './expectations.ts'
import {
  BELGRADE,
  idsOf,
  missingBefore,
  receiptFor,
  receiptsFor,
  startScene,
  until,
  verdictOn,
  type Scene,
} from './scene.ts'
import { narrowingDraft } from './story.ts'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
}, 30_000)
afterAll(() => scene.stop())

const { begun, expectRefused, expectStored, expectTheNextOneIsStored, send } = expectationsIn(
  () => scene,
)

describe('what comes again', () => {
  it('as the very same message is answered with the very same receipt and stored once', async () => {
    const story = await begun()
    const offer = await story.next()
    const body = scene.rogue.seal(BELGRADE, [{ kind: 'event', bytes: offer.copy }])
    await scene.rogue.send(BELGRADE, body)
    const first = await receiptFor(scene.rogue, offer.id)
    await scene.rogue.send(BELGRADE, body)
    await until('the receipt again', () => receiptsFor(scene.rogue, offer.id).length === 2)
    await send([offer])
    await until('the receipt again', () => receiptsFor(scene.rogue, offer.id).length === 3)

    const tokens = receiptsFor(scene.rogue, offer.id).map(({ token }) => token)
    expect(tokens).toStrictEqual([first.token, first.token, first.token])
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id, offer.id])
    story.follow(offer)
    await expectTheNextOneIsStored(story)
  })

  it('twice in one message is stored once', async () => {
    const story = await begun()
    const offer = await story.next()
    await send([offer, offer])
    expect(await verdictOn(scene.rogue, offer.id)).toBe('stored')
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id, offer.id])
  })

  it('many times at once is answered with one and the same receipt', async () => {
    const story = await begun()
    const offer = await story.next()
    await Promise.all(Array.from({ length: 40 }, () => send([offer])))
    story.follow(offer)
    await expectTheNextOneIsStored(story)
    const tokens = receiptsFor(scene.rogue, offer.id).map(({ token }) => token)
    expect(new Set(tokens).size).toBe(1)
    expect(await verdictOn(scene.rogue, offer.id)).toBe('stored')
  })

  it('after it was refused is refused with the receipt of that time', async () => {
    const story = await begun()
    const bad = await story.next({ payload: (payload) => ({ ...payload, tv: 2 }) })
    await expectRefused(story, bad, 'unsupported-version')
    await send([bad])
    await until('the receipt again', () => receiptsFor(scene.rogue, bad.id).length === 2)
    const tokens = receiptsFor(scene.rogue, bad.id).map(({ token }) => token)
    expect(new Set(tokens).size).toBe(1)
  })
})

describe('a gap in a chain', () => {
  it('holds back what comes after it, until what was missing has come', async () => {
    const story = await begun()
    const missing = await story.next()
    story.follow(missing)
    const early = await story.next()
    await send([early])
    await until('what is missing', () => missingBefore(scene.rogue, early.id).length > 0)
    expect(missingBefore(scene.rogue, early.id)).toStrictEqual([missing.id])
    expect(receiptsFor(scene.rogue, early.id)).toStrictEqual([])
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    const { digest } = early
    expect((await scene.belgrade.quarantine()).some((entry) => entry.digest === digest)).toBe(false)

    await expectStored(story, missing)
    await expectStored(story, early)
    await expectTheNextOneIsStored(story)
  })

  it('does not hold back a consent that is taken back', async () => {
    const story = await begun()
    story.follow(await story.next())
    const draft = narrowingDraft(story.consent.id, ['contact'])
    await expectStored(story, await story.next({ draft }))
  })
})
