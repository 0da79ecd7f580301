import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import {
  accessIn,
  expectAllowed,
  expectReached,
  expectRefused,
  reachedIn,
} from '../test-support/check-rows.ts'
import { belgrade, vienna, viennaOffice } from '../test-support/world.ts'
import { handoverAccess, handoverReached } from './handover.fixture.ts'

describe('every way to be refused about a handover', () => {
  it.each(reachedIn(handoverReached))('can be reached: %s', expectReached)
})

describe.each(accessIn(handoverAccess))('%s', (_command, { allowed, refused }) => {
  it('is for whoever has the part', () => {
    allowed.forEach(expectAllowed)
  })

  it('is for nobody else, who learns nothing by trying', () => {
    refused.forEach(expectRefused)
  })
})

describe('a handover', () => {
  it('is between the organisations that help: no office reads it or has to be asked', () => {
    const told = accessIn(handoverAccess).flatMap(([, { allowed }]) =>
      allowed.flatMap(([history, command, context]) => {
        const withoutOffice = history.filter(({ author }) => author !== viennaOffice)
        const decided = decide(foldCase(withoutOffice), command, context)
        expect(decided.ok).toBe(true)
        return decided.ok ? decided.value.recipients.map(({ to }) => to) : []
      }),
    )
    expect(new Set(told)).toStrictEqual(new Set([vienna, belgrade]))
  })
})
