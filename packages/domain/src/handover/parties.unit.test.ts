import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { accessIn } from '../test-support/check-rows.ts'
import { belgrade, vienna, viennaOffice } from '../test-support/world.ts'
import { handoverAccess } from './handover.fixture.ts'

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
