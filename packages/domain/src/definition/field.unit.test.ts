import { describe, expect, it } from 'vitest'
import { idOf } from '../test-support/world.ts'
import {
  code,
  flag,
  instant,
  listOf,
  optional,
  organisation,
  reference,
  referencesIn,
  setOf,
  type FieldShape,
} from './field.ts'
import { closedList } from '../vocabulary/closed-list.ts'

const one = idOf('one')
const two = idOf('two')
const three = idOf('three')

describe('the references in values', () => {
  it('are those of references, in the order of the fields, with what they may point at', () => {
    const shape = { second: reference('CaseOpened'), first: reference() }
    expect(referencesIn(shape, { first: one, second: two })).toStrictEqual([
      { event: two, to: ['CaseOpened'] },
      { event: one, to: [] },
    ])
  })

  it('are those of what is optional, where it is there', () => {
    const shape = { about: optional(reference('ReferralOffered', 'TestimonyRequested')) }
    expect(referencesIn(shape, { about: one })).toStrictEqual([
      { event: one, to: ['ReferralOffered', 'TestimonyRequested'] },
    ])
    expect(referencesIn(shape, {})).toStrictEqual([])
    expect(referencesIn(shape, { about: undefined })).toStrictEqual([])
  })

  it('are those of every item of a set, an empty one has none', () => {
    const shape = { assessments: setOf(reference('RiskAssessed')) }
    const to = ['RiskAssessed']
    expect(referencesIn(shape, { assessments: [one, two] })).toStrictEqual([
      { event: one, to },
      { event: two, to },
    ])
    expect(referencesIn(shape, { assessments: [] })).toStrictEqual([])
  })

  it('are those of groups of fields, however deep', () => {
    const inner = { about: reference('CaseOpened'), more: optional(setOf(reference())) }
    const shape = { groups: listOf({ flag, inner: listOf(inner) }) }
    const values = {
      groups: [
        { flag: true, inner: [{ about: one, more: [two] }] },
        { flag: false, inner: [{ about: three }] },
      ],
    }
    expect(referencesIn(shape, values)).toStrictEqual([
      { event: one, to: ['CaseOpened'] },
      { event: two, to: [] },
      { event: three, to: ['CaseOpened'] },
    ])
  })

  it('are not what merely looks like one', () => {
    const shape: FieldShape = {
      name: code(closedList('a', 'b')),
      at: instant,
      to: organisation,
      codes: setOf(code(closedList('a', 'b'))),
      flag,
    }
    expect(
      referencesIn(shape, { name: one, at: two, to: three, codes: [one], flag: true }),
    ).toStrictEqual([])
  })

  it('are not what the shape does not name', () => {
    expect(referencesIn({ about: reference() }, { about: one, other: two })).toStrictEqual([
      { event: one, to: [] },
    ])
  })
})
