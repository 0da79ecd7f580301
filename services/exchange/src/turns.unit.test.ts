import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('admit in the order in which things came, whichever is ready first', async () => {
    const { admit } = createTurns()
    const admitted: string[] = []
    const slow = Promise.withResolvers<string>()
    const both = [
      admit(slow.promise, (text) => admitted.push(text)),
      admit(Promise.resolve('second'), (text) => admitted.push(text)),
    ]
    await turn()
    expect(admitted).toStrictEqual([])
    slow.resolve('first')
    await Promise.all(both)
    expect(admitted).toStrictEqual(['first', 'second'])
  })

  it('go on after one that failed, which its caller hears of', async () => {
    const { admit, queue } = createTurns()
    const failing = admit(Promise.reject(new Error('of the first')), () => 'admitted')
    const next = admit(Promise.resolve('second'), (text) => text)
    await expect(failing).rejects.toThrow('of the first')
    expect(await next).toBe('second')

    const failed = queue('case', () => Promise.reject(new Error('of the work')))
    const after = queue('case', () => Promise.resolve('after'))
    await expect(failed).rejects.toThrow('of the work')
    expect(await after).toBe('after')
  })

  it('do the work of one key one after the other, and of others beside it', async () => {
    const { queue } = createTurns()
    const done: string[] = []
    const gate = Promise.withResolvers<undefined>()
    const all = [
      queue('one', async () => {
        await gate.promise
        done.push('one, first')
      }),
      queue('one', () => Promise.resolve(done.push('one, second'))),
      queue('other', () => Promise.resolve(done.push('other'))),
    ]
    await turn()
    expect(done).toStrictEqual(['other'])
    gate.resolve(undefined)
    await Promise.all(all)
    expect(done).toStrictEqual(['other', 'one, first', 'one, second'])
  })
})
