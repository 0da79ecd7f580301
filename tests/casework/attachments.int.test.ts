import type { AttachmentReference } from '@trm/contracts'
import { searchFolder, spellingsOf, waitFor } from '@trm/testkit'
import { cpSync, existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  type MemoryAgent,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import {
  CHUNK,
  commandTo,
  FILE_TITLE,
  fileUrl,
  given,
  letter,
  pdfOf,
  problemIn,
  proposal,
  sent,
  withDocuments,
  type DocumentCase,
} from './attachment-case.ts'
import { BELGRADE, DAY_MS, VIENNA } from './handover-case.ts'

let network: MemoryNetwork
let vienna: MemoryAgent
let held: DocumentCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  vienna = network.agent(VIENNA)
  held = await withDocuments(network)
})
afterEach(() => network.stop())

const erase = { type: 'RecordErasure', sections: ['documents'], authority: 'personAsked' } as const
const fetched = (event: string, { attachment }: Pick<AttachmentReference, 'attachment'>) =>
  vienna.fetchFile(fileUrl(held.reference, event, attachment))
const foldersLeft = () =>
  existsSync(vienna.attachmentsFolder) ? readdirSync(vienna.attachmentsFolder) : []
const commandsUrl = () => `/casework/cases/${held.reference}/commands`

describe('a file that a document names', () => {
  it('is what was sent, to be saved and not shown, and whoever asks for it is written down', async () => {
    const file = letter(2 * CHUNK + 17)
    const { event, reference } = await given(network, held, file)
    expect(reference).toMatchObject({ mediaType: 'application/pdf', lengthBytes: file.length })
    const { status, headers, bytes } = await fetched(event, reference)
    expect(status).toBe(200)
    expect(bytes.equals(file)).toBe(true)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(file.length),
      'content-disposition': 'attachment; filename="attachment.pdf"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const access = vienna.storeState.streams.get('access') ?? []
    expect(access.map(({ type }) => type)).toContain('AttachmentGiven')
    expect(access.at(-1)?.type).toBe('CaseViewed')
    expect(access.at(-1)?.json).toContain('"sections":["documents"]')
  })

  it('lies in no file, log line or answer to a stranger, and neither does its name', async () => {
    const words = 'Љубишка Мирослављевић'
    await given(network, held, letter(CHUNK + 90, words))
    const wanted = [words, FILE_TITLE].flatMap(spellingsOf)
    const { leaks, files } = await searchFolder(vienna.attachmentsFolder, wanted)
    expect(leaks).toStrictEqual([])
    expect(files).toBe(3)
    const logged = vienna.logged.join('\n')
    expect(logged).toContain('http.request')
    expect(logged).not.toContain(words)
    expect(logged).not.toContain(FILE_TITLE)
  })

  it('is there after a restart', async () => {
    const { event, reference } = await given(network, held, letter(100))
    await vienna.stop()
    await vienna.start()
    expect((await fetched(event, reference)).status).toBe(200)
  })

  it.each([
    ['of another event', (event: string) => [event.replace(/^./, '_'), undefined] as const],
    ['of another id', (event: string) => [event, 'AAAAAAAAAAAAAAAAAAAAAA'] as const],
  ])('is unknown where it is asked for as one %s', async (_what, change) => {
    const { event, reference } = await given(network, held, letter(100))
    const [other, attachment = reference.attachment] = change(event)
    const answer = await fetched(other, { attachment } as never)
    expect(problemIn(answer)).toStrictEqual({
      type: 'urn:trm:problem:attachment-unknown',
      status: 404,
    })
  })

  it.each([
    ['an auditor', `auditor-at-${VIENNA}`, 403],
    ['somebody of another organisation', `caseworker-at-${BELGRADE}`, 401],
    ['nobody', '', 401],
  ])('is given to no %s', async (_who, token, status) => {
    const { event, reference } = await given(network, held, letter(100))
    const url = fileUrl(held.reference, event, reference.attachment)
    expect((await vienna.fetchFile(url, token)).status).toBe(status)
  })
})

describe('erasing the section of a file', () => {
  it('erases the file: the answer says so, and none of it is left', async () => {
    const { event, reference } = await given(network, held, letter(CHUNK + 1))
    expect(foldersLeft()).toHaveLength(1)
    await vienna.command(held.reference, erase)
    expect(problemIn(await fetched(event, reference))).toStrictEqual({
      type: 'urn:trm:problem:attachment-erased',
      status: 410,
    })
    expect(foldersLeft()).toStrictEqual([])
  })

  it('erases what no event has named yet, and it can be named no more', async () => {
    const reference = await sent(network, held.reference, letter(100))
    await vienna.command(held.reference, erase)
    const command = commandTo(proposal(held, reference))
    const { status, body } = await vienna.request('POST', commandsUrl(), command)
    expect([status, (body as { type: string }).type]).toStrictEqual([
      422,
      'urn:trm:problem:attachment-not-here',
    ])
    expect(foldersLeft()).toStrictEqual([])
  })

  it('holds for an older vault, with the files of its time beside it', async () => {
    const { event, reference } = await given(network, held, letter(CHUNK + 1))
    const { sectionKeys } = vienna.vaultState
    const keys = [...sectionKeys].map(
      ([place, each]) => [place, { ...each, key: each.key.slice() }] as const,
    )
    const copy = `${vienna.attachmentsFolder}-copy`
    cpSync(vienna.attachmentsFolder, copy, { recursive: true })
    await vienna.command(held.reference, erase)
    await vienna.stop()
    for (const [place, key] of keys) sectionKeys.set(place, key)
    cpSync(copy, vienna.attachmentsFolder, { recursive: true })
    expect(foldersLeft()).toHaveLength(1)
    await vienna.start()
    expect(foldersLeft()).toStrictEqual([])
    expect((await fetched(event, reference)).status).toBe(410)
  })

  it('leaves what came after it', async () => {
    await given(network, held, letter(100))
    await vienna.command(held.reference, erase)
    const reference = await sent(network, held.reference, letter(200))
    expect(foldersLeft()).toHaveLength(1)
    const corrected = await vienna.request('POST', `/casework/cases/${held.reference}/preview`, {
      command: proposal(held, reference),
    })
    // The first proposal is pending still; the file is here, and is not what stands against it.
    expect((corrected.body as { type: string }).type).toBe('urn:trm:problem:custody-pending')
  })
})

describe('a file that no event names', () => {
  const age = () => {
    const old = new Date(Date.now() - DAY_MS - 60_000)
    for (const [keyId, name] of foldersLeft().flatMap((keyId) =>
      readdirSync(join(vienna.attachmentsFolder, keyId)).map((each) => [keyId, each] as const),
    ))
      utimesSync(join(vienna.attachmentsFolder, keyId, name), old, old)
  }
  const names = () =>
    foldersLeft().flatMap((keyId) => readdirSync(join(vienna.attachmentsFolder, keyId)))

  it('is removed after a day, and none that an event names', async () => {
    const { event, reference } = await given(network, held, letter(100))
    await sent(network, held.reference, letter(200))
    await vienna.stop()
    age()
    await vienna.start()
    await waitFor(() => names().length === 1, { deadlineMs: 8_000, what: 'the unnamed file gone' })
    expect((await fetched(event, reference)).status).toBe(200)
    expect(vienna.logged.some((line) => line.includes('casework.attachments-swept'))).toBe(true)
  })

  it('stays while a case cannot be read: it may be named there', async () => {
    await given(network, held, letter(100))
    await sent(network, held.reference, letter(200))
    const elsewhere = await vienna.openCase({ prs_FirstName: 'Ana' })
    await vienna.stop()
    age()
    const [entry] = vienna.storeState.streams.get(`case-${elsewhere}`) ?? []
    Object.assign(entry ?? {}, { json: (entry?.json ?? '').replace('"jws":"e', '"jws":"f') })
    // What no key opens is removed all the same, and so it is known when it has been looked.
    mkdirSync(join(vienna.attachmentsFolder, 'A'.repeat(22)))
    await vienna.start()
    const hasSwept = () => vienna.logged.some((line) => line.includes('casework.attachments-swept'))
    await waitFor(hasSwept, { deadlineMs: 8_000, what: 'the report' })
    expect(vienna.logged.some((line) => line.includes('casework.case-unreadable'))).toBe(true)
    expect(names()).toHaveLength(2)
  })
})

describe('a command that names a file', () => {
  const refused = async (...named: readonly AttachmentReference[]) => {
    const answers = [
      await vienna.request('POST', commandsUrl(), commandTo(proposal(held, ...named))),
      await vienna.request('POST', commandsUrl().replace('commands', 'preview'), {
        command: proposal(held, ...named),
      }),
    ]
    return answers.map(({ status, body }) => `${String(status)} ${(body as { type: string }).type}`)
  }
  const notHere = Array(2).fill('422 urn:trm:problem:attachment-not-here')

  it.each<readonly [string, Partial<AttachmentReference>]>([
    ['that nobody sent', { attachment: 'AAAAAAAAAAAAAAAAAAAAAA' as never }],
    ['by another digest', { digest: 'A'.repeat(43) }],
    ['as another type', { mediaType: 'text/plain' }],
    ['as longer than it is', { lengthBytes: 101 }],
    ['by other chunks', { chunks: ['A'.repeat(43)] }],
  ])('is refused for one %s, as a preview is', async (_what, change) => {
    const reference = await sent(network, held.reference, letter(100))
    expect(await refused({ ...reference, ...change })).toStrictEqual(notHere)
  })

  it('is refused for one of another case', async () => {
    const elsewhere = await vienna.openCase({ prs_FirstName: 'Ana' })
    expect(await refused(await sent(network, elsewhere, letter(100)))).toStrictEqual(notHere)
  })

  it('is refused for one half of which is right', async () => {
    const good = await sent(network, held.reference, letter(100))
    const missing = { ...good, attachment: 'AAAAAAAAAAAAAAAAAAAAAA' as never }
    expect(await refused(good, missing)).toStrictEqual(notHere)
  })
})

describe('a file that is sent to an agent', () => {
  const answer = async (file: Uint8Array, headers: Record<string, string>) => {
    const { status, body } = await vienna.sendFile(held.reference, file, headers)
    const { type } = body as { readonly type: string }
    return `${String(status)} ${type.replace('urn:trm:problem:', '')}`
  }
  const file = letter(100)

  it.each([
    ['of no type', { 'content-length': '100' }, '415 attachment-type-not-taken'],
    [
      'of a type that runs things',
      { ...pdfOf(file), 'content-type': 'text/html' },
      '415 attachment-type-not-taken',
    ],
    [
      'of another type than it is',
      { ...pdfOf(file), 'content-type': 'image/png' },
      '422 attachment-content-not-of-type',
    ],
    [
      'of more than 20 MiB',
      { ...pdfOf(file), 'content-length': '20971521' },
      '413 attachment-too-large',
    ],
    [
      'of no length',
      { 'content-type': 'application/pdf', 'transfer-encoding': 'chunked' },
      '411 length-required',
    ],
    [
      'shorter than it said',
      { ...pdfOf(file), 'content-length': '101' },
      '422 attachment-length-differs',
    ],
    [
      'longer than it said',
      { ...pdfOf(file), 'content-length': '99' },
      '422 attachment-length-differs',
    ],
  ])('is refused %s, and nothing of it is left', async (_what, headers, expected) => {
    expect(await answer(file, headers)).toBe(expected)
    const left = foldersLeft().flatMap((name) => readdirSync(`${vienna.attachmentsFolder}/${name}`))
    expect(left).toStrictEqual([])
  })

  it('is refused for a case that is not here', async () => {
    const nowhere = 'AAAAAAAAAAAAAAAAAAAAAA' as never
    const { status, body } = await vienna.sendFile(nowhere, file, pdfOf(file))
    expect([status, (body as { type: string }).type]).toStrictEqual([
      404,
      'urn:trm:problem:case-unknown',
    ])
  })

  it('may say how its letters are encoded', async () => {
    const text = Buffer.from('писмо')
    const headers = { 'content-type': 'Text/Plain; charset=utf-8', 'content-length': '10' }
    expect((await vienna.sendFile(held.reference, text, headers)).status).toBe(201)
  })
})
