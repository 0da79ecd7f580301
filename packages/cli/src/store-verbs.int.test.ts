import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { toInstant } from '@trm/kernel'
import { digestOfEvents } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backup, restore } from './backup-verbs.ts'
import { store } from './store-verbs.ts'

const clock = { now: () => toInstant(new Date()) }

/** A closed store of some events, with its digest. */
async function filled(file: string, first = 0) {
  const opened = await openSqliteEventStore({ file, clock })
  for (let n = first; n < 20; n++) {
    const event = { id: `event-${n}`, type: 'SomethingHappened', data: { n } }
    expect((await opened.append(`stream-${n}`, [event], 'no-stream')).ok).toBe(true)
  }
  const { events, digest } = await digestOfEvents(opened.readAll())
  await opened.close()
  return `${events} events, digest ${digest}\n`
}

describe('trm backup and trm restore', () => {
  it('bring a case log back, and say the same of it', async () => {
    await using folder = await temporaryFolder()
    const [file, to] = [join(folder.path, 'case-log.db'), join(folder.path, 'backup')]
    const digest = await filled(file)
    expect(await backup(['--store', file, '--to', to])).toStrictEqual({
      output: `backup taken: ${digest}`,
    })
    for (const name of ['', '-wal', '-shm']) rmSync(`${file}${name}`, { force: true })
    expect(await restore(['--from', to, '--store', file])).toStrictEqual({
      output: `restored: ${digest}`,
    })
    expect(await store(['digest', '--of', `sqlite:${file}`])).toStrictEqual({ output: digest })
  })

  it.each([[], ['--to', 'x'], ['--store', 'x'], ['--to', 'x', '--else', 'y'], ['x']])(
    'say what they take: %j',
    async (...words) => {
      expect(await backup(words)).toHaveProperty('problem')
      expect(await restore(words)).toHaveProperty('problem')
    },
  )
})

describe('trm store copy', () => {
  it('copies a store, and finds that it has when it is repeated', async () => {
    await using folder = await temporaryFolder()
    const [from, to] = [join(folder.path, 'from.db'), join(folder.path, 'to.db')]
    const digest = await filled(from)
    const words = ['copy', '--from', `sqlite:${from}`, '--to', `sqlite:${to}`]
    expect(await store(words)).toStrictEqual({ output: `copied: ${digest}` })
    expect(await store(words)).toStrictEqual({ output: `copied, 20 of them earlier: ${digest}` })
  })

  it('refuses a source that is not there, and makes neither of the two', async () => {
    await using folder = await temporaryFolder()
    const [from, to] = [join(folder.path, 'from.db'), join(folder.path, 'to.db')]
    const words = ['copy', '--from', `sqlite:${from}`, '--to', `sqlite:${to}`]
    await expect(store(words)).rejects.toMatchObject({ code: 'STORE_MISSING' })
    await expect(store(['digest', '--of', `sqlite:${to}`])).rejects.toMatchObject({
      code: 'STORE_MISSING',
    })
    expect([from, to].filter((file) => existsSync(file))).toStrictEqual([])
  })

  it('refuses a source that is in use: what is appended meanwhile would be left behind', async () => {
    await using folder = await temporaryFolder()
    const [from, to] = [join(folder.path, 'from.db'), join(folder.path, 'to.db')]
    const opened = await openSqliteEventStore({ file: from, clock })
    const words = ['copy', '--from', `sqlite:${from}`, '--to', `sqlite:${to}`]
    await expect(store(words)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    await opened.close()
  })

  it('refuses a target that holds something else, and lets go of both', async () => {
    await using folder = await temporaryFolder()
    const [from, to] = [join(folder.path, 'from.db'), join(folder.path, 'to.db')]
    await filled(from)
    const before = await filled(to, 7)
    const words = ['copy', '--from', `sqlite:${from}`, '--to', `sqlite:${to}`]
    await expect(store(words)).rejects.toMatchObject({ code: 'target-differs' })
    expect(await store(['digest', '--of', `sqlite:${to}`])).toStrictEqual({ output: before })
    await (await openSqliteEventStore({ file: from, clock })).close()
  })

  it.each([
    [],
    ['move'],
    ['copy'],
    ['copy', '--from', 'x', '--to', 'y'],
    ['digest'],
    ['copy', '-z'],
  ])('says what it takes: %j', async (...words) => {
    expect(await store(words)).toHaveProperty('problem')
  })
})
