import * as contracts from '@trm/contracts'
import * as domain from '@trm/domain'
import { InvariantError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { kosovoFootnotes } from './footnotes.ts'
import { findLabel, labelOf } from './labels.ts'
import { languages } from '@trm/domain'
import { sourceOf } from './sources.ts'
import { lists, type LabelsOf, type ListName } from './topics.ts'
import { toLatin } from './transliterate.ts'

const names = Object.keys(lists) as readonly ListName[]
// What is wrong with a value, why a message was refused, what a policy rules, of which type a file is: the words of
// machines. Languages have names of their own.
const WITHOUT_LABELS = [
  'sectionProblems',
  'refusalReasons',
  'policyRules',
  'notifiableFacts',
  'attachmentMediaTypes',
  'languages',
]

/** The closed lists that a package exports, by name. */
function closedListsOf(exported: object): readonly (readonly [string, unknown])[] {
  return Object.entries(exported).filter(
    ([name, value]: readonly [string, unknown]) =>
      typeof value === 'object' &&
      value !== null &&
      'codes' in value &&
      'has' in value &&
      !WITHOUT_LABELS.includes(name),
  )
}

describe('the lists that have labels', () => {
  it('are every closed list of domain and contracts', () => {
    const exported = [...closedListsOf(domain), ...closedListsOf(contracts)]
    expect(exported.length).toBeGreaterThan(75)
    const others = exported.filter(([name, list]) =>
      Object.entries(lists).every(([labelled, itself]) => labelled !== name || itself !== list),
    )
    expect(others.map(([name]) => name)).toStrictEqual([])
  })

  it('have a source each, and one of a guide or a standard says where in it', () => {
    const sources = names.map(sourceOf)
    const places = sources.flatMap((source) => {
      if (source.kind === 'this-project') return []
      return [source.kind === 'guide' ? source.lines.join(' ') : source.fields.join(' ')]
    })
    expect(places.length).toBeGreaterThan(40)
    expect(
      places.filter((place) => !/^(?:[0234]:L[1-9]\d*|[a-z]{3}_\w+)(?: |$)/.test(place)),
    ).toStrictEqual([])
  })
})

describe('labelOf', () => {
  it('is in the language that was asked for', () => {
    expect(labelOf('identificationStatuses', 'presumed', 'de')).toStrictEqual({
      label: 'Mutmaßliches Opfer',
      language: 'de',
    })
  })

  it('says which language it is when that is another one', () => {
    expect(labelOf('urgencies', 'soon', 'de-AT').language).toBe('de')
    expect(labelOf('urgencies', 'soon', 'sr').language).toBe('sr-Cyrl')
    expect(labelOf('urgencies', 'soon', 'ro')).toStrictEqual({ label: 'Soon', language: 'en' })
  })

  it('is English for a picklist of HTCDS, whatever was asked for', () => {
    for (const language of languages.codes) {
      expect(labelOf('traffickerRelationships', 'Unaquainted', language)).toStrictEqual({
        label: 'Unaquainted',
        language: 'en',
      })
    }
  })

  it('is in Serbian Latin what it is in Cyrillic', () => {
    for (const code of lists.organisationKinds.codes) {
      const { label } = labelOf('organisationKinds', code, 'sr-Cyrl')
      expect(labelOf('organisationKinds', code, 'sr-Latn').label).toBe(toLatin(label))
    }
  })

  it('differs between neighbouring languages where they do', () => {
    const family = ['bs', 'hr', 'cnr', 'sr-Latn'].map(
      (language) => labelOf('riskSubjects', 'familyInOrigin', language).label,
    )
    expect(family).toStrictEqual([
      'Porodica u zemlji porijekla',
      'Obitelj u zemlji podrijetla',
      'Porodica u zemlji porijekla',
      'Porodica u zemlji porekla',
    ])
  })

  it.each(languages.codes)('has Kosovo* with its asterisk and its footnote in %s', (language) => {
    const { label, footnote } = labelOf('participants', 'xk', language)
    expect(label).toMatch(/^(?:Kosov[oa]|Косово)\*$/)
    expect(footnote).toBe(kosovoFootnotes[language])
    expect(footnote).toMatch(/1244/)
  })

  it('has the footnote in the language of the label, not of the request', () => {
    expect(labelOf('participants', 'xk', 'ro').footnote).toBe(
      'This designation is without prejudice to positions on status, and is in line with UNSCR 1244 and the ICJ Opinion on the Kosovo declaration of independence.',
    )
  })

  it('has no footnote for any other Participant', () => {
    const others = lists.participants.codes.filter((code) => code !== 'xk')
    expect(others.length).toBe(12)
    for (const code of others) expect(labelOf('participants', code, 'sq').footnote).toBeUndefined()
  })

  it('does not compile for a list or a code that is not there', () => {
    // @ts-expect-error no such list
    expect(() => labelOf('colours', 'red', 'en')).toThrow(InvariantError)
    // @ts-expect-error no such code
    expect(() => labelOf('urgencies', 'later', 'en')).toThrow(InvariantError)
    // @ts-expect-error the code of another list
    expect(() => labelOf('urgencies', 'presumed', 'en')).toThrow(InvariantError)
  })
})

describe('the labels of a list', () => {
  type Answers = LabelsOf<Pick<typeof lists, 'capacityAnswers'>>['capacityAnswers']

  it('do not compile with one missing or one more', () => {
    // @ts-expect-error `unavailable` is missing
    const missing: Answers = { available: 'Yes', waitingList: 'Later' }
    const more: Answers = {
      available: 'Yes',
      waitingList: 'Later',
      unavailable: 'No',
      // @ts-expect-error `perhaps` is no code
      perhaps: 'Perhaps',
    }
    expect(Object.keys(missing).length).toBeLessThan(Object.keys(more).length)
  })
})

describe('findLabel', () => {
  it('finds the label of a code that came from outside', () => {
    expect(findLabel('urgencies', 'soon', 'mk')).toStrictEqual({
      ok: true,
      value: { label: 'Наскоро', language: 'mk' },
    })
  })

  it('finds Kosovo* with its footnote', () => {
    expect(findLabel('participants', 'xk', 'hr')).toStrictEqual({
      ok: true,
      value: { label: 'Kosovo*', language: 'hr', footnote: kosovoFootnotes.hr },
    })
  })

  it.each(['', 'Soon', 'soon ', 'SOON', 'presumed', 'constructor', '__proto__', '0', 'toString'])(
    'knows no code "%s" and takes no other for it',
    (text) => {
      expect(findLabel('urgencies', text, 'en')).toStrictEqual({
        ok: false,
        failure: 'unknown-code',
      })
    },
  )

  it('does not take a label for a code', () => {
    expect(findLabel('capacityAnswers', 'Waiting list', 'en').ok).toBe(false)
  })
})
