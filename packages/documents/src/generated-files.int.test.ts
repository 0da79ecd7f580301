import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { commandTypes, eventTypes } from '@trm/domain'
import { catalogue } from './catalogue.ts'
import { GENERATED_FOLDER, generatedFiles } from './generated-files.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const files = generatedFiles()

describe('the documents made from the code', () => {
  it.each(files.map(({ path, text }) => [path, text] as const))(
    'say what the code says (npm run docs:domain -- write): %s',
    (path, text) => {
      expect(readFileSync(join(root, path), 'utf8')).toBe(text)
    },
  )

  it('are all that is in the folder of schemas', () => {
    const there = readdirSync(join(root, GENERATED_FOLDER), {
      recursive: true,
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    const made = files.map(({ path }) => path).filter((path) => path.startsWith(GENERATED_FOLDER))
    expect(there.toSorted()).toStrictEqual(made.toSorted())
    expect(made.length).toBeGreaterThan(eventTypes.length)
  })
})

describe('the catalogue', () => {
  it('has every command and every event', () => {
    const text = catalogue()
    expect(commandTypes.filter((type) => !text.includes(`| ${type} `))).toStrictEqual([])
    expect(eventTypes.filter((type) => !text.includes(type))).toStrictEqual([])
  })
})

describe('the catalogue on standard output', () => {
  it('ends quietly when its reader has seen enough', async () => {
    const printing = spawn(process.execPath, [join(root, 'packages/documents/src/main.ts')])
    const complaints: Buffer[] = []
    printing.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    printing.stdout.destroy()
    expect(await once(printing, 'close')).toStrictEqual([0, null])
    expect(Buffer.concat(complaints).toString()).toBe('')
  })
})

describe('the page of event types', () => {
  it('has every event', () => {
    const text = files.find(({ path }) => path.endsWith('events.md'))?.text ?? ''
    expect(eventTypes.filter((type) => !text.includes(`| ${type} `))).toStrictEqual([])
  })
})

describe('the schemas', () => {
  it('are closed: an unknown fact is refused by whoever uses them', () => {
    const events = files.filter(({ path }) => path.includes('/events/'))
    const open = events.filter(
      ({ text }) => (JSON.parse(text) as Record<string, unknown>)['additionalProperties'] !== false,
    )
    expect(open.map(({ path }) => path)).toStrictEqual([])
  })
})
