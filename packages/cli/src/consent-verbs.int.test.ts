import { temporaryFolder } from '@trm/ports/conformance'
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { consent } from './consent-verbs.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let form: string
let salt: string
beforeEach(async () => {
  folder = await temporaryFolder()
  form = join(folder.path, 'form.pdf')
  salt = `${form}.salt`
  writeFileSync(form, 'signed')
})
afterEach(() => folder[Symbol.asyncDispose]())

const REMARK = 'the salt lies beside the file: keep both together, where the consent was taken'
const SAME = { output: 'the same: the digest was made of this file and its salt\n' }
const OTHER = {
  refused: ['this is not what the digest was made of: another file, another salt, or a change'],
}
const NO_SALT = { refused: ['there is no salt beside the file: without it nobody can tell'] }
const BROKEN = { refused: ['what lies beside the file as its salt is none'] }
const unreadable = { code: 'FILE_UNREADABLE', message: 'the file is not there or cannot be read' }

/** As anybody can make it who has both: the salt and the file, one after the other. */
const digestOf = (...parts: readonly (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest('base64url')

async function digestMade(file = form): Promise<string> {
  const answer = await consent(['evidence', file])
  return 'output' in answer ? answer.output.trim() : ''
}

describe('trm consent evidence', () => {
  it('prints the digest of a new salt and the file, and nothing else', async () => {
    const answer = await consent(['evidence', form])
    const expected = digestOf(readFileSync(salt), 'signed')
    expect(answer).toStrictEqual({ output: `${expected}\n`, remarks: [REMARK] })
  })

  it('writes the salt beside the file, for its owner alone, and leaves nothing else there', async () => {
    await digestMade()
    expect(statSync(salt).size).toBe(32)
    expect(statSync(salt).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder.path).toSorted()).toStrictEqual(['form.pdf', 'form.pdf.salt'])
    expect(readFileSync(form, 'utf8')).toBe('signed')
  })

  it('makes another digest of the same file each time', async () => {
    const copy = join(folder.path, 'copy.pdf')
    copyFileSync(form, copy)
    expect(await digestMade(copy)).not.toBe(await digestMade())
  })

  it('takes a file of many parts as a whole', async () => {
    const long = randomBytes(300_000)
    writeFileSync(form, long)
    expect(await digestMade()).toBe(digestOf(readFileSync(salt), long))
  })

  it('replaces no salt: a digest that was recorded with it would say nothing any more', async () => {
    const digest = await digestMade()
    expect(await consent(['evidence', form])).toStrictEqual({
      refused: ['there is a salt beside the file already: what was made with it stays valid'],
    })
    expect(await consent(['check', form, digest])).toStrictEqual(SAME)
  })

  it('refuses an empty file, which is evidence of nothing', async () => {
    writeFileSync(form, '')
    expect(await consent(['evidence', form])).toStrictEqual({
      refused: ['the file is empty, and evidence of nothing'],
    })
    expect(existsSync(salt)).toBe(false)
  })

  it('refuses a folder, and what is not there, without a salt and without its name', async () => {
    mkdirSync(join(folder.path, 'canary'))
    for (const name of ['canary', 'canary.pdf', join('nowhere', 'canary.pdf')])
      await expect(consent(['evidence', join(folder.path, name)])).rejects.toMatchObject(unreadable)
    expect(readdirSync(folder.path).toSorted()).toStrictEqual(['canary', 'form.pdf'])
  })

  it('leaves no salt where none can be written whole', async () => {
    mkdirSync(`${salt}.partial`)
    await expect(consent(['evidence', form])).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: 'a file cannot be written beside the one that was named',
    })
    expect(existsSync(salt)).toBe(false)
  })
})

describe('trm consent check', () => {
  it('says that a digest is of this file with its salt', async () => {
    expect(await consent(['check', form, await digestMade()])).toStrictEqual(SAME)
  })

  it.each<[string, () => void]>([
    ['another file', () => writeFileSync(form, 'another')],
    ['one byte changed', () => writeFileSync(form, 'Signed')],
    ['one byte more', () => appendFileSync(form, '\0')],
    ['nothing left of it', () => writeFileSync(form, '')],
    ['another salt', () => writeFileSync(salt, randomBytes(32))],
  ])('does not take for it %s', async (_what, change) => {
    const digest = await digestMade()
    change()
    expect(await consent(['check', form, digest])).toStrictEqual(OTHER)
  })

  it('does not take for it a digest of the file alone, or of another file', async () => {
    await digestMade()
    const other = join(folder.path, 'other.pdf')
    writeFileSync(other, 'other')
    for (const digest of [digestOf('signed'), await digestMade(other)])
      expect(await consent(['check', form, digest])).toStrictEqual(OTHER)
  })

  it('cannot tell without the salt', async () => {
    const digest = await digestMade()
    rmSync(salt)
    expect(await consent(['check', form, digest])).toStrictEqual(NO_SALT)
    mkdirSync(salt)
    expect(await consent(['check', form, digest])).toStrictEqual(NO_SALT)
  })

  it.each([0, 31, 33, 64])('takes no salt of %i bytes, whatever it begins with', async (size) => {
    const digest = await digestMade()
    const whole = Buffer.concat([readFileSync(salt), Buffer.alloc(32)])
    writeFileSync(salt, whole.subarray(0, size))
    expect(await consent(['check', form, digest])).toStrictEqual(BROKEN)
  })

  it('refuses a folder, and what is not there, without its name', async () => {
    const digest = await digestMade()
    rmSync(form)
    await expect(consent(['check', form, digest])).rejects.toMatchObject(unreadable)
    mkdirSync(form)
    await expect(consent(['check', form, digest])).rejects.toMatchObject(unreadable)
  })

  it.each([
    ['padded', `${'a'.repeat(43)}=`],
    ['too short', 'a'.repeat(42)],
    ['in hexadecimal', 'ab'.repeat(32)],
    ['in another alphabet', `+${'a'.repeat(42)}`],
    ['empty', ''],
  ])('takes no digest that is %s', async (_what, digest) => {
    await digestMade()
    expect(await consent(['check', form, digest])).toStrictEqual({
      problem: 'a digest has 43 characters: letters, digits, hyphens, underscores',
    })
  })

  it('takes a digest that begins with a hyphen for one', async () => {
    await digestMade()
    expect(await consent(['check', form, `-${'a'.repeat(42)}`])).toStrictEqual(OTHER)
  })
})

describe('trm consent', () => {
  it.each([
    [],
    ['sign', 'form.pdf'],
    ['evidence'],
    ['evidence', 'form.pdf', 'other.pdf'],
    ['evidence', '--all'],
    ['check', 'form.pdf'],
    ['check', '--all', 'a'.repeat(43)],
    ['check', 'form.pdf', 'a'.repeat(43), 'more'],
  ])('says what it takes: %j', async (...words) => {
    expect(await consent(words)).toHaveProperty('problem')
  })

  it('ends with 0 as a program where the file is the same, and with 2 where it is not', () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url))
    const run = (...words: readonly string[]) =>
      spawnSync(process.execPath, [main, 'consent', ...words], { encoding: 'utf8' })
    const made = run('evidence', form)
    expect({ status: made.status, remark: made.stderr.endsWith(`trm: ${REMARK}\n`) }).toStrictEqual(
      { status: 0, remark: true },
    )
    const digest = made.stdout.trim()
    expect(digest).toBe(digestOf(readFileSync(salt), 'signed'))
    expect(run('check', form, digest).status).toBe(0)
    writeFileSync(form, 'changed')
    const { status, stdout } = run('check', form, digest)
    expect({ status, stdout }).toStrictEqual({ status: 2, stdout: '' })
  })
})
