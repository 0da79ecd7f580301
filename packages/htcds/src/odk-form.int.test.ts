import { describe, expect, it } from 'vitest'
import { htcdsFields } from './fields.ts'
import { importHtcds } from './import.ts'
import { findElement, findQuestion, odkElements, odkForm } from './odk-form.ts'
import { readStandardTable } from './fixtures/standard-table.ts'
import { readPublishedForm } from './test-support/published-form.ts'
import { kindOf } from './value-kinds.ts'

const published = readPublishedForm()
const questions = Object.entries(odkElements).flatMap(([element, mapping]) =>
  'field' in mapping ? [{ element, mapping }] : [],
)
const choices = published.questions.flatMap(({ element, choices: names }) =>
  names.map((name) => ({ element, name })),
)

describe('the table of the ODK form', () => {
  it('is of the form as published, and of its version', () => {
    expect(odkForm).toStrictEqual({ id: published.id, version: published.version })
  })

  it('has exactly the elements of a submission, in their order', () => {
    expect(published.elements.length).toBe(35)
    expect(Object.keys(odkElements)).toStrictEqual(published.elements)
  })

  it('leaves behind only what is no question', () => {
    const asked = published.questions.map(({ element }) => element)
    expect(questions.map(({ element }) => element)).toStrictEqual(asked)
  })

  it('asks for fields of the standard, for none twice', () => {
    const fields = questions.map(({ mapping }) => mapping.field)
    expect(fields.filter((field) => !Object.hasOwn(htcdsFields, field))).toStrictEqual([])
    expect(new Set(fields).size).toBe(fields.length)
  })

  it('names another field than the form only where the form spells it differently', () => {
    const spelled = questions
      .filter(({ element, mapping }) => element !== mapping.field)
      .map(({ element, mapping }) => [element, mapping.field])
    expect(spelled).toStrictEqual([
      ['prs_First_Name', 'prs_FirstName'],
      ['prs_Second_Name', 'prs_SecondName'],
      ['vic_Methods_of_Control', 'vic_MethodsOfControl'],
    ])
    expect(
      spelled.filter(
        ([element, field]) =>
          element?.replaceAll('_', '').toLowerCase() !== field?.replace('_', '').toLowerCase(),
      ),
    ).toStrictEqual([])
  })

  it('lets choose as the form does: nothing, one, many', () => {
    const answers = { input: 'written', select1: 'one', select: 'many' }
    for (const { element, control } of published.questions) {
      const mapping = findElement(element)
      const answer = mapping !== undefined && 'answer' in mapping ? mapping.answer : undefined
      expect([element, answer]).toStrictEqual([element, Reflect.get(answers, control)])
    }
  })

  it('has exactly the choices of every question', () => {
    for (const { element, choices: names } of published.questions) {
      const mapping = findElement(element)
      const own = mapping !== undefined && 'choices' in mapping ? mapping.choices.keys() : []
      expect([element, [...own].toSorted()]).toStrictEqual([element, names.toSorted()])
    }
  })

  it('takes dates where the form and the standard do', () => {
    const dates = readStandardTable().filter(({ type }) => type === 'Date')
    const asked = dates.flatMap(({ name }) => findQuestion(name)?.element ?? [])
    expect(asked).toStrictEqual(published.dates)
  })

  it.each(['prs_FirstName', 'meta', 'instanceID', 'data', 'toString', '__proto__', ''])(
    'has no element %j',
    (name) => {
      expect(findElement(name)).toBeUndefined()
    },
  )

  it.each(['prs_MiddleName', 'prs_First_Name', 'start', 'spl_Type', ''])(
    'has no question for %j',
    (field) => {
      expect(findQuestion(field)).toBeUndefined()
    },
  )
})

describe('every choice of the form', () => {
  it('is there: the check below has something to look at', () => {
    expect(choices.length).toBe(331)
  })

  it.each(choices)('$element $name is a value that the standard has', ({ element, name }) => {
    const mapping = findElement(element)
    const chosen =
      mapping !== undefined && 'choices' in mapping ? mapping.choices.get(name) : undefined
    expect(chosen).toBeDefined()
    const field = mapping !== undefined && 'field' in mapping ? mapping.field : ''
    const value = kindOf(field) === 'codes' ? [chosen] : chosen
    expect(importHtcds({ [field]: value })).toMatchObject({ ok: true })
  })
})
