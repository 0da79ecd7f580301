import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createBell } from './bell.ts'

describe('a bell', () => {
  it('wakes who waits, and once', async () => {
    const bell = createBell()
    const { signal } = new AbortController()
    const waiting = bell.wait(undefined, signal)
    bell.ring()
    await waiting
    let isWoken = false
    const again = bell.wait(undefined, signal).then(() => (isWoken = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isWoken).toBe(false)
    bell.ring()
    await again
  })

  it('is heard by the next one where nobody waits, however often it rang', async () => {
    const bell = createBell()
    const { signal } = new AbortController()
    bell.ring()
    bell.ring()
    await bell.wait(undefined, signal)
    await bell.wait(1, signal)
  })

  it('lets nobody wait who is told to stop, before or meanwhile', async () => {
    const bell = createBell()
    const stopping = new AbortController()
    const waiting = bell.wait(undefined, stopping.signal)
    stopping.abort()
    await waiting
    await bell.wait(undefined, stopping.signal)
  })

  it('leaves nothing behind at the signal', async () => {
    const bell = createBell()
    const { signal } = new AbortController()
    for (let count = 0; count < 20; count++) {
      const waiting = bell.wait(undefined, signal)
      bell.ring()
      await waiting
      await bell.wait(1, signal)
    }
    expect(getEventListeners(signal, 'abort')).toStrictEqual([])
  })
})
