import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Disposition } from '@trm/ports'
import { mailFrom, openMailbox, read, stateOf, type OpenMailbox } from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

const AT_ONCE = 32
const DONE: Disposition = { kind: 'done' }

describe('consuming side by side', () => {
  let mesh: Mesh
  let node: MeshNode
  let mailbox: OpenMailbox

  beforeEach(async () => {
    mesh = await startMesh({ codes: ['at'] })
    node = mesh.node('at')
    mailbox = await openMailbox(node)
  })
  afterEach(async () => {
    await mailbox.close()
    await mesh.stop()
  })

  const texts = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => String(from + index))
  const send = async (all: readonly string[]) => {
    for (const text of all)
      expect((await mailbox.publish(mailbox.address, mailFrom('at', text))).ok).toBe(true)
  }
  const becomesEmpty = () =>
    waitFor(async () => (await stateOf(node)).messages === 0, {
      deadlineMs: 10_000,
      what: 'all mail settled',
    })

  it('begins each in order, though what came before it is erased meanwhile', async () => {
    await send(texts(0, 100))
    const reader = read(mailbox, () => DONE, AT_ONCE)
    await waitFor(() => reader.deliveries.length > 0, { deadlineMs: 5_000, what: 'the first' })
    // Each comes alone, when everything before it is erased.
    for (const text of texts(100, 20)) {
      await send([text])
      await becomesEmpty()
    }
    await reader.stop()
    expect(reader.texts()).toStrictEqual(texts(0, 120))
    expect(reader.deliveries.every(({ attempt }) => attempt === 1)).toBe(true)
    // Nothing that was asked for was left without an answer.
    expect(mailbox.facts).toStrictEqual([{ kind: 'connected' }])
  })

  it('has several in hand, and never more than it was told', async () => {
    await send(texts(0, 40))
    let inHand = 0
    let inHandMax = 0
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const reader = read(
      mailbox,
      async () => {
        inHandMax = Math.max(inHandMax, ++inHand)
        if (inHand === 3) open()
        await gate
        // So that those that follow are begun beside this one.
        await new Promise((resolve) => setImmediate(resolve))
        inHand--
        return DONE
      },
      4,
    )
    await becomesEmpty()
    await reader.stop()
    expect(inHandMax).toBeGreaterThanOrEqual(3)
    expect(inHandMax).toBeLessThanOrEqual(4)
    expect(reader.deliveries).toHaveLength(40)
  })

  it('goes on while one of them is not done, and settles no other with it', async () => {
    await send(texts(0, 20))
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const reader = read(
      mailbox,
      async ({ body }) => {
        if (new TextDecoder().decode(body) === '3') await gate
        return DONE
      },
      AT_ONCE,
    )
    await waitFor(async () => (await stateOf(node)).messages === 1, {
      deadlineMs: 10_000,
      what: 'the others settled',
    })
    open()
    await becomesEmpty()
    await reader.stop()
    expect(reader.texts()).toStrictEqual(texts(0, 20))
  })
})
