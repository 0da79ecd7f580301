import { describe, expect, it } from 'vitest'
import { readEventStores } from './event-stores.ts'

describe('the event stores on servers', () => {
  it('are named by organisation, with the file of each', () => {
    const files = readEventStores(['at.vienna-cso=/run/vienna', 'rs.belgrade-cso=/run/a=b'])
    expect([...(files ?? [])]).toStrictEqual([
      ['at.vienna-cso', '/run/vienna'],
      ['rs.belgrade-cso', '/run/a=b'],
    ])
    expect(readEventStores([])?.size).toBe(0)
  })

  it.each([
    [['at.vienna-cso']],
    [['at.vienna-cso=']],
    [['=/run/vienna']],
    [['/run/vienna']],
    [['at.graz-cso=/run/graz']],
    [['at.vienna-cso=/run/a', 'at.vienna-cso=/run/b']],
  ])('are not read from %j', (words) => {
    expect(readEventStores(words)).toBeUndefined()
  })
})
