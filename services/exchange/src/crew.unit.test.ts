import { describe, expect, it } from 'vitest'
import { createCrew } from './crew.ts'

/** Works until it is stopped, and says when it was. */
const patient = (stopped: string[], name: string) => (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      stopped.push(name)
      resolve()
    })
  })
const fault = new Error('the disk is full')

describe('a crew', () => {
  it('works until it is told to stop', async () => {
    const stopping = new AbortController()
    const stopped: string[] = []
    const crew = createCrew(stopping.signal)
    crew.add(patient(stopped, 'one'))
    const done = crew.beside(patient(stopped, 'beside'))
    expect(stopped).toStrictEqual([])
    stopping.abort()
    await done
    expect(stopped.toSorted()).toStrictEqual(['beside', 'one'])
  })

  it('ends with the first failure of anybody, when everybody has stopped', async () => {
    const stopped: string[] = []
    const crew = createCrew(new AbortController().signal)
    crew.add(patient(stopped, 'one'))
    crew.add(() => Promise.reject(fault))
    await expect(crew.beside(patient(stopped, 'beside'))).rejects.toBe(fault)
    expect(stopped).toContain('one')
  })

  it('ends with the failure of what is done beside it', async () => {
    const stopped: string[] = []
    const crew = createCrew(new AbortController().signal)
    crew.add(patient(stopped, 'one'))
    await expect(crew.beside(() => Promise.reject(fault))).rejects.toBe(fault)
    expect(stopped).toStrictEqual(['one'])
  })

  it('ends with a failure that comes while it stops', async () => {
    const stopping = new AbortController()
    const crew = createCrew(stopping.signal)
    crew.add(async (signal) => {
      await patient([], 'one')(signal)
      throw fault
    })
    const done = crew.beside(patient([], 'beside'))
    stopping.abort()
    await expect(done).rejects.toBe(fault)
  })

  it('stops when what is done beside it is done', async () => {
    const stopped: string[] = []
    const crew = createCrew(new AbortController().signal)
    crew.add(patient(stopped, 'one'))
    await crew.beside(() => Promise.resolve())
    expect(stopped).toStrictEqual(['one'])
  })
})
