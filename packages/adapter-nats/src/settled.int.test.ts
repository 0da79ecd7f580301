import { randomBytes } from 'node:crypto'
import { searchFolder, waitFor, type Spelling } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailFrom, openMailbox, read, type OpenMailbox } from './mailbox.fixture.ts'
import { startMesh, type Mesh, type MeshNode } from './mesh.fixture.ts'

let mesh: Mesh
let node: MeshNode
let present: OpenMailbox
let away: OpenMailbox
beforeAll(async () => {
  mesh = await startMesh({ codes: ['at'], agents: 2 })
  node = mesh.node('at')
  present = await openMailbox(node)
  away = await openMailbox(node, { agent: 1 })
})
afterAll(async () => {
  await present.close()
  await away.close()
  await mesh.stop()
})

/** Mail that is on the disk of the country node. @returns its text. */
async function left(mailbox: OpenMailbox): Promise<string> {
  const text = randomBytes(600).toString('hex')
  expect((await mailbox.publish(mailbox.address, mailFrom('at', text))).ok).toBe(true)
  await becomes(text, true)
  return text
}

async function fetched(mailbox: OpenMailbox, text: string): Promise<void> {
  const reader = read(mailbox)
  await waitFor(() => reader.texts().includes(text), { deadlineMs: 5_000, what: 'the mail' })
  await reader.stop()
}

const isOnDisk = async (text: string) => {
  const wanted: Spelling = { text, form: 'sealed', bytes: Buffer.from(text) }
  return (await searchFolder(node.folder, [wanted])).leaks.length > 0
}

const becomes = (text: string, isThere: boolean) =>
  waitFor(async () => (await isOnDisk(text)) === isThere, {
    deadlineMs: 8_000,
    what: isThere ? 'mail on the disk' : 'mail to leave the disk',
  })

describe('mail that was fetched and acknowledged', () => {
  it('leaves the disk of the country node when nothing waits', async () => {
    const text = await left(present)
    await fetched(present, text)
    await becomes(text, false)
  })

  // What SECURITY.md says is not claimed: the server frees whole blocks, and they are shared.
  it('leaves it only with the other mail that waits in the same block, whomever that is for', async () => {
    const [text, waiting] = [await left(present), await left(away)]
    await fetched(present, text)
    expect(await isOnDisk(text)).toBe(true)
    await fetched(away, waiting)
    await becomes(text, false)
    await becomes(waiting, false)
  })
})
