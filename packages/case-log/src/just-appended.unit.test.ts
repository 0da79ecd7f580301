import { describe, expect, it } from 'vitest'
import { justAppended, type KnownEvent } from './just-appended.ts'

const known = (id: string) =>
  ({ event: { id }, stored: { v: 1, jws: `jws of ${id}` } }) as unknown as KnownEvent
const recordOf = (id: string, data: object = { v: 1, jws: `jws of ${id}` }) =>
  ({ id, data }) as Parameters<ReturnType<typeof justAppended>['find']>[0]

describe('what was just appended', () => {
  it('is found by whoever reads it, as often as it is read', () => {
    const appended = justAppended()
    const event = known('one')
    appended.remember(event)
    expect(appended.find(recordOf('one'))).toBe(event)
    expect(appended.find(recordOf('one'))).toBe(event)
  })

  it.each<[string, object]>([
    ['something else', { v: 1, jws: 'another' }],
    ['something more', { v: 1, jws: 'jws of one', note: '' }],
    ['nothing', {}],
  ])('is not found where %s is recorded under its id', (_what, data) => {
    const appended = justAppended()
    appended.remember(known('one'))
    expect(appended.find(recordOf('one', data))).toBeUndefined()
  })

  it('is so much and no more, the oldest is forgotten first', () => {
    const appended = justAppended(2)
    for (const id of ['one', 'two', 'three']) appended.remember(known(id))
    const found = ['one', 'two', 'three'].map((id) => appended.find(recordOf(id))?.event.id)
    expect(found).toStrictEqual([undefined, 'two', 'three'])
  })
})
