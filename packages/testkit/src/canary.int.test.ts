import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { searchFolder, spellingsOf } from './canary.ts'

const NAME = 'Ljubiška Kovač'

describe('the search for what must not be there', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trm-canary-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const utf8 = Buffer.from(NAME)
  const around = (prefix: string) => Buffer.from(`${prefix}${NAME} and more`)
  it.each<[string, string | Buffer]>([
    ['plain text', `x ${NAME} x`],
    ['decomposed text', `x ${NAME.normalize('NFD')} x`],
    ['UTF-16', Buffer.from(`x ${NAME} x`, 'utf16le')],
    ['JSON escapes', '{"name":"Ljubi\\u0161ka Kova\\u010d"}'],
    ['an address', `/cases?name=${encodeURIComponent(NAME)}`],
    ['hex', `0x${utf8.toString('hex')}00`],
    ['hex in upper case', utf8.toString('hex').toUpperCase()],
    ['base64, first offset', around('').toString('base64')],
    ['base64, second offset', around('a').toString('base64')],
    ['base64, third offset', around('ab').toString('base64')],
    ['base64url, second offset', around('wxyz').toString('base64url')],
  ])('finds it in %s', async (_where, content) => {
    await mkdir(join(folder, 'deep', 'down'), { recursive: true })
    await writeFile(join(folder, 'deep', 'down', 'file'), content)
    const { leaks, files } = await searchFolder(folder, spellingsOf(NAME))
    expect(files).toBe(1)
    expect(leaks.length).toBeGreaterThan(0)
  })

  it('finds nothing where there is nothing', async () => {
    await writeFile(join(folder, 'file'), 'Ljubica Kovačević, TGp1Ymm')
    const { leaks } = await searchFolder(folder, spellingsOf(NAME))
    expect(leaks).toEqual([])
  })
})
