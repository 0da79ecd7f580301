import { verifyCopy, type CaseLog } from '@trm/case-log'
import { invariant } from '@trm/kernel'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { encodeBase64url, randomToken, sealMessage } from '@trm/sealing'
import { chancesFrom } from '@trm/testkit'
import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginStory, contactDraft, narrowingDraft, type Telling } from '../exchange/story.ts'
import {
  clock,
  isFinished,
  openHolderFiles,
  planFile,
  progressOf,
  type HolderFiles,
  type Work,
} from './test-support/holder.ts'

const CHILD = new URL('./test-support/erase-until-killed.ts', import.meta.url)

/** Every step of an erasure that somebody asked for from outside, and of one that was ordered here. */
const STEPS = {
  narrowing: [
    'before DataConsentNarrowed',
    'after DataConsentNarrowed',
    'before ReceiptIssued',
    'after ReceiptIssued',
    'before destroying',
    'after destroying',
    'before HoldersAnswered',
    'after HoldersAnswered',
    'before DeliveriesRelayed',
    'after DeliveriesRelayed',
  ],
  record: [
    'before PersonalDataErased',
    'after PersonalDataErased',
    'before destroying',
    'after destroying',
  ],
} as const satisfies Record<Work['given']['kind'], readonly string[]>
const RANDOM_KILLS = 16
const NAMED = (['narrowing', 'record'] as const).flatMap((kind) =>
  STEPS[kind].map((step) => ({ kind, step })),
)

describe('an erasure that is killed', () => {
  const seed = Number(process.env['TRM_SEED'] ?? randomInt(2 ** 31))
  const chance = chancesFrom(seed)
  const closing = new AsyncDisposableStack()
  let folder = ''
  let plan: readonly Work[] = []
  let begun = 0

  beforeAll(async () => {
    folder = closing.use(await temporaryFolder()).path
    const kinds = [
      ...NAMED.map(({ kind }) => kind),
      ...Array.from({ length: RANDOM_KILLS }, () => (chance(2) === 0 ? 'narrowing' : 'record')),
    ] as const
    const files = await openHolderFiles(folder)
    plan = await Promise.all(kinds.map((kind) => prepare(kind, files)))
    await files.close()
    await writeFile(planFile(folder), JSON.stringify(plan))
  })
  afterAll(() => closing.disposeAsync())

  it.each(NAMED)(
    '$step, of a $kind, is finished or not begun, and finished after a restart',
    async ({ step }) => {
      expect(await killed(begun++, step)).toBe(step)
    },
  )

  it(`is finished or not begun at any moment, and finished after a restart (TRM_SEED=${String(seed)})`, async () => {
    for (let kills = 0; kills < RANDOM_KILLS; kills++) await killed(begun++, 1 + chance(12))
    await restarted(begun)
  }, 30_000)

  /**
   * Starts the agent, sees it finish what earlier kills have left, gives it one thing more and kills it.
   *
   * @param moment the step, or how many steps to wait for.
   * @returns the last step that it came to.
   */
  async function killed(work: number, moment: string | number): Promise<string> {
    const dieAt = typeof moment === 'string' ? moment : ''
    await using child = startChild(CHILD, [folder, String(work), dieAt])
    const lines = [await child.nextLine()]
    expect(lines).toStrictEqual(['recovered'])
    for (let wanted = typeof moment === 'number' ? moment : Infinity; wanted > 0; wanted--) {
      const line = await child.nextLine()
      if (line === undefined) break
      // The step that it is to die at may still come; of steps without a name there are no more.
      if (line === 'finished' && dieAt === '') break
      lines.push(line)
    }
    await child.kill()
    await examine(work)
    return lines.at(-1) ?? ''
  }

  /** Nothing is half: what is not recorded is whole, no answer was given that is not true, and the last is done. */
  async function examine(work: number): Promise<void> {
    const files = await openHolderFiles(folder)
    const caseLog = files.caseLog()
    const [before, given] = [plan[work - 1], plan[work]]
    if (before !== undefined)
      expect(isFinished(before, await progressOf(before, caseLog))).toBe(true)
    if (given !== undefined) {
      const progress = await progressOf(given, caseLog)
      const { isRecorded, answers, open } = progress
      expect(answers).toBeLessThanOrEqual(1)
      if (answers > 0) expect(open).toStrictEqual([])
      if (!isRecorded)
        expect(open).toStrictEqual(
          given.given.kind === 'narrowing' ? ['contact'] : ['contact', 'needs'],
        )
    }
    await files.close()
  }

  async function restarted(works: number): Promise<void> {
    await using child = startChild(CHILD, [folder, String(works)])
    expect(await child.nextLine()).toBe('recovered')
    await child.kill()
    await examine(works - 1)
    const files = await openHolderFiles(folder)
    const caseLog = files.caseLog()
    for (const work of plan) expect(isFinished(work, await progressOf(work, caseLog))).toBe(true)
    await files.close()
  }
})

/** A case of which Belgrade holds `contact` and `needs`, and what will make it erase them. */
async function prepare(kind: Work['given']['kind'], files: HolderFiles): Promise<Work> {
  const { vienna, belgrade } = files
  const caseLog = files.caseLog()
  const story = await beginStory({ party: vienna }, belgrade.id)
  await receive(story.consent, caseLog, files)
  const sections = {
    contact: { email: 'milica@posta.example' },
    needs: { services: ['legalAid' as const] },
  }
  const contact = await story.next({ draft: contactDraft(sections) })
  await receive(contact, caseLog, files)
  story.follow(contact)
  if (kind === 'record') return { case: story.reference, given: { kind, commandId: randomToken() } }
  const narrowing = await story.next({ draft: narrowingDraft(story.consent.id, ['contact']) })
  const body = sealMessage({
    sender: vienna.id,
    recipient: belgrade.id,
    recipientKeyId: belgrade.identity.sealing.keyId,
    recipientPublicKey: belgrade.identity.sealing.publicKey,
    items: [{ kind: 'event', bytes: narrowing.copy }],
  })
  return {
    case: story.reference,
    given: { kind, event: narrowing.id, body: encodeBase64url(body) },
  }
}

async function receive(
  { copy }: Telling,
  caseLog: CaseLog,
  { belgrade, vienna, directory }: HolderFiles,
): Promise<void> {
  const context = { self: belgrade.id, sender: vienna.id, directory, now: clock.now() }
  const verified = await verifyCopy(copy, context)
  invariant(verified.ok, 'prepare: a good copy')
  const appended = await caseLog.appendReceived(
    await caseLog.load(verified.value.event.case),
    verified.value,
  )
  invariant(appended.ok, 'prepare: nobody else writes')
}
