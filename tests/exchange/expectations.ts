import type { RefusalReason } from '@trm/contracts'
import type { SectionName } from '@trm/domain'
import type { OrganisationId } from '@trm/kernel'
import { expect } from 'vitest'
import type { Outsider } from '../support/outsider.ts'
import { BELGRADE, idsOf, quarantinedAt, receivedIdsOf, verdictOn, type Scene } from './scene.ts'
import { beginStory, type Story, type Telling } from './story.ts'

/** What the rogue tells Belgrade, and what must come of it. */
export function expectationsIn(scene: () => Scene) {
  async function send(
    tellings: readonly Pick<Telling, 'copy'>[],
    { from = scene().rogue, as }: { from?: Outsider; as?: OrganisationId } = {},
  ): Promise<void> {
    const items = tellings.map(({ copy }) => ({ kind: 'event', bytes: copy }) as const)
    await from.send(BELGRADE, from.seal(BELGRADE, items, as))
  }

  async function expectStored(story: Story, telling: Telling): Promise<void> {
    await send([telling])
    expect(await verdictOn(scene().rogue, telling.id)).toBe('stored')
    const received = await receivedIdsOf(scene().belgrade, story.reference)
    expect(received.at(-1)).toBe(telling.id)
    story.follow(telling)
  }

  return {
    send,
    expectStored,

    /** A case that Belgrade knows of, with a consent to the sections `needs` and `contact`, or to others. */
    async begun(sections?: readonly SectionName[]): Promise<Story> {
      const story = await beginStory(scene().rogue, BELGRADE, sections)
      await expectStored(story, story.consent)
      return story
    },

    /** Whatever went before, the next good event of the same author in the same case goes through. */
    async expectTheNextOneIsStored(story: Story): Promise<void> {
      await expectStored(story, await story.next())
    },

    /** Refused with this reason, on record on both sides, and nothing in the case log. */
    async expectRefused(story: Story, bad: Telling, reason: RefusalReason): Promise<void> {
      const { belgrade, rogue } = scene()
      const before = await idsOf(belgrade, story.reference)
      await send([bad])
      expect(await quarantinedAt(belgrade, bad.digest)).toStrictEqual({
        reason,
        digest: bad.digest,
        sender: rogue.party.id,
        event: bad.id,
      })
      expect(await verdictOn(rogue, bad.id)).toBe(reason)
      expect(await idsOf(belgrade, story.reference)).toStrictEqual(before)
    },
  }
}
