import { describe, expect, it } from 'vitest'
import { createOpenedKeys } from './opened-keys.ts'

const keyOf = (keyId: string, byte: number) => ({ keyId, key: new Uint8Array(32).fill(byte) })

describe('opened keys', () => {
  it('are found by their id and by their section, as copies', () => {
    const opened = createOpenedKeys()
    const given = keyOf('one', 1)
    opened.keep('section', given)
    given.key.fill(9)
    opened.find('one')?.fill(9)
    opened.findOf('section')?.key.fill(9)
    expect(opened.find('one')).toStrictEqual(keyOf('one', 1).key)
    expect(opened.findOf('section')).toStrictEqual(keyOf('one', 1))
  })

  it('are gone both ways when the section is wiped, and what was handed out is not touched', () => {
    const opened = createOpenedKeys()
    opened.keep('section', keyOf('one', 1))
    opened.keep('other', keyOf('two', 2))
    const inUse = opened.find('one')
    opened.wipe('section')
    opened.wipe('section')
    expect(opened.find('one')).toBeUndefined()
    expect(opened.findOf('section')).toBeUndefined()
    expect(inUse).toStrictEqual(keyOf('one', 1).key)
    expect(opened.find('two')).toStrictEqual(keyOf('two', 2).key)
    opened.wipeAll()
    expect(opened.find('two')).toBeUndefined()
    expect(opened.findOf('other')).toBeUndefined()
  })

  it('give way to the next key of the same section', () => {
    const opened = createOpenedKeys()
    opened.keep('section', keyOf('one', 1))
    opened.keep('section', keyOf('two', 2))
    expect(opened.find('one')).toBeUndefined()
    expect(opened.findOf('section')).toStrictEqual(keyOf('two', 2))
  })

  it('are so many and no more, the oldest go first', () => {
    const opened = createOpenedKeys(2)
    for (const place of [1, 2, 3]) opened.keep(`section ${place}`, keyOf(`key ${place}`, place))
    const found = [1, 2, 3].map((place) => opened.find(`key ${place}`)?.[0])
    expect(found).toStrictEqual([undefined, 2, 3])
    expect(opened.findOf('section 1')).toBeUndefined()
  })
})
