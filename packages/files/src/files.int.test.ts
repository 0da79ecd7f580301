import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, nameFolder, placeFile, replaceFile } from './index.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trm-files-'))
  path = join(folder, 'inside', 'file')
})
afterEach(() => rmSync(folder, { recursive: true }))

const names = () => readdirSync(join(folder, 'inside'))
const fail = () => {
  throw new Error('in the middle')
}

describe('a file that is placed', () => {
  it('is there whole, for its owner alone, in a folder for its owner alone', async () => {
    const placed = await placeFile(path, (partial) => {
      writeFileSync(partial, 'text')
      return 7
    })
    expect(placed).toStrictEqual({ ok: true, value: 7 })
    expect(readFileSync(path, 'utf8')).toBe('text')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'inside')).mode & 0o777).toBe(0o700)
    expect(names()).toStrictEqual(['file'])
  })

  it('has no name while it is made', async () => {
    await placeFile(path, () => expect(names()).toStrictEqual(['file.partial']))
  })

  it('replaces no file, and does not begin', async () => {
    await replaceFile(path, 'before')
    expect(await placeFile(path, fail)).toStrictEqual({
      ok: false,
      failure: { kind: 'place-taken' },
    })
    expect(readFileSync(path, 'utf8')).toBe('before')
  })

  it('replaces no file that somebody else puts there meanwhile', async () => {
    const placed = await placeFile(path, (partial) => {
      writeFileSync(partial, 'ours')
      writeFileSync(path, 'theirs')
    })
    expect(placed).toStrictEqual({ ok: false, failure: { kind: 'place-taken' } })
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    expect(names()).toStrictEqual(['file'])
  })

  it('leaves nothing behind when it fails', async () => {
    await expect(placeFile(path, fail)).rejects.toThrow('in the middle')
    expect(names()).toStrictEqual([])
  })

  it('does not take what an earlier attempt left behind', async () => {
    await replaceFile(`${path}.partial`, 'left by a crash')
    await placeFile(path, (partial) => expect(readFileSync(partial, 'utf8')).toBe(''))
    expect(names()).toStrictEqual(['file'])
  })
})

describe('a file that is replaced', () => {
  it('has the new text and nothing of the old one, for its owner alone', async () => {
    await replaceFile(path, 'a long text that was there before')
    await replaceFile(path, 'short')
    expect(readFileSync(path, 'utf8')).toBe('short')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(names()).toStrictEqual(['file'])
  })

  it('stays as it is where the new one cannot be written', async () => {
    await replaceFile(join(path, 'is-a-folder'), 'text')
    await expect(replaceFile(path, 'text')).rejects.toThrow()
    expect(names()).toStrictEqual(['file'])
  })
})

describe('a folder', () => {
  const made = () => join(folder, 'a', 'b')

  it('is made with those above it, for its owner alone, and again without a change', async () => {
    makeFolder(made())
    await replaceFile(join(made(), 'file'), 'text')
    makeFolder(made())
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700)
    expect(readdirSync(made())).toStrictEqual(['file'])
  })

  it('has its name with all that is in it', async () => {
    makeFolder(made())
    await replaceFile(join(made(), 'file'), 'text')
    nameFolder(made(), join(folder, 'a', 'c'))
    expect(existsSync(made())).toBe(false)
    expect(readFileSync(join(folder, 'a', 'c', 'file'), 'utf8')).toBe('text')
  })

  it('takes the name of no folder with something in it', async () => {
    makeFolder(made())
    await replaceFile(join(folder, 'a', 'c', 'file'), 'theirs')
    expect(() => nameFolder(made(), join(folder, 'a', 'c'))).toThrow()
    expect(readFileSync(join(folder, 'a', 'c', 'file'), 'utf8')).toBe('theirs')
  })
})
