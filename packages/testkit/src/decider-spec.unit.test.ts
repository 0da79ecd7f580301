import { fail, ok, type Result } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { deciderSpec } from './decider-spec.ts'

type Draft = { readonly to: readonly string[]; readonly at: Date; readonly note?: string }
type Rejection = { readonly kind: 'full' | 'closed' }

/** A guest list with places for two. */
const { given } = deciderSpec({
  fold: (history: readonly string[]) => new Set(history),
  decide: (state, command: string, context: { readonly now: Date }): Result<Draft, Rejection> =>
    state.size < 2 ? ok({ to: [...state, command], at: context.now }) : fail({ kind: 'full' }),
})

const context = { now: new Date(0) }
const decided = given('first').when('second', context)
const refused = given('first', 'second').when('third', context)

describe('deciderSpec', () => {
  it('holds for the very draft and the very rejection', () => {
    decided.then({ to: ['first', 'second'], at: new Date(0) })
    refused.thenRejected({ kind: 'full' })
  })

  it.each<[string, Draft]>([
    ['another order', { to: ['second', 'first'], at: new Date(0) }],
    ['an item twice', { to: ['first', 'first'], at: new Date(0) }],
    ['fewer items', { to: ['first'], at: new Date(0) }],
    ['another time', { to: ['first', 'second'], at: new Date(1) }],
    ['a field more', { to: ['first', 'second'], at: new Date(0), note: '' }],
  ])('fails for a draft with %s', (_difference, expected) => {
    expect(() => decided.then(expected)).toThrow()
  })

  it('fails for another rejection, and for a rejection where there was none', () => {
    expect(() => refused.thenRejected({ kind: 'closed' })).toThrow()
    expect(() => decided.thenRejected({ kind: 'full' })).toThrow()
    expect(() => refused.then({ to: [], at: new Date(0) })).toThrow()
  })
})
