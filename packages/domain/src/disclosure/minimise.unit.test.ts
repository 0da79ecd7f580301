import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { ConsentClause, DraftOf } from '../case/events.ts'
import { clauses, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { planDisclosures } from '../test-support/disclosing.ts'

const [toBelgrade, , toOffice] = clauses

const consented = (...given: readonly ConsentClause[]) =>
  foldCase([...upTo('presumed'), { ...story.consent, clauses: given }])

const contact: DraftOf<'ContactExchanged'> = {
  type: 'ContactExchanged',
  occurredAt: at(8),
  facts: { referral: idOf('offered') },
  sections: { identity: { firstName: 'Example' }, contact: { homePhone: '+4312345' } },
  clauses: [],
  recipients: [{ to: belgrade, purpose: 'handover', needs: ['identity', 'contact'] }],
}

const grant = {
  to: belgrade,
  purpose: 'handover',
  sections: ['identity', 'contact'],
  basis: { kind: 'consent', consent: idOf('consent'), clause: 'c1' },
  until: at(1000),
  onward: false,
} as const

const plan = (draft: Parameters<typeof planDisclosures>[0], state = consented(...clauses)) =>
  planDisclosures(draft, state, vienna, at(8))

describe('a planned disclosure', () => {
  it('gives what is needed, carried and consented to, for as long as the clause lasts', () => {
    expect(plan(contact)).toStrictEqual({ ok: true, value: [{ grant, withheld: [] }] })
  })

  it('keeps back what the recipient does not need, though it is consented to', () => {
    const draft = { ...contact, recipients: [{ ...grantee('identity') }] }
    expect(plan(draft)).toStrictEqual({
      ok: true,
      value: [
        {
          grant: { ...grant, sections: ['identity'] },
          withheld: [{ section: 'contact', rule: 'not-needed' }],
        },
      ],
    })
  })

  it('says nothing of what is needed and consented to but not carried', () => {
    const draft = { ...contact, sections: { contact: { homePhone: '+4312345' } } }
    expect(plan(draft)).toStrictEqual({
      ok: true,
      value: [{ grant: { ...grant, sections: ['contact'] }, withheld: [] }],
    })
  })

  it('withholds what consent leaves out, and says which rule', () => {
    const poorer = consented({ ...toBelgrade, sections: ['identity'] })
    expect(plan(contact, poorer)).toStrictEqual({
      ok: true,
      value: [
        {
          grant: { ...grant, sections: ['identity'] },
          withheld: [{ section: 'contact', rule: 'section-not-covered' }],
        },
      ],
    })
  })

  it('withholds what was taken back, and says that it was', () => {
    expect(plan(contact, foldCase(upTo('narrowed')))).toStrictEqual({
      ok: true,
      value: [
        {
          grant: { ...grant, sections: ['identity'] },
          withheld: [{ section: 'contact', rule: 'section-narrowed' }],
        },
      ],
    })
  })

  it('is one for each recipient, in their order', () => {
    const both = { ...contact, recipients: [grantee(), { ...grantee(), to: skopje }] }
    const state = consented({ ...toBelgrade, id: 'c2', recipient: skopje }, toBelgrade)
    const planned = plan(both, state)
    expect(
      planned.ok && planned.value.map(({ grant: { to, basis } }) => [to, basis]),
    ).toStrictEqual([
      [belgrade, { ...grant.basis, clause: 'c1' }],
      [skopje, { ...grant.basis, clause: 'c2' }],
    ])
  })
})

describe('a section', () => {
  const values = { contact: { homePhone: '+4312345' }, health: { medication: 'Example' } }

  /** A handover of contact carries `contact`, and never `health`, whoever needs it or agrees to it. */
  const given = ({ template, need, consent }: Record<Leg, boolean>) => {
    const section = template ? 'contact' : 'health'
    const draft = {
      ...contact,
      sections: { identity: { firstName: 'Example' }, [section]: values[section] },
      recipients: [{ ...grantee('identity'), needs: ['identity', ...(need ? [section] : [])] }],
    } as DraftOf<'ContactExchanged'>
    const agreed = { ...toBelgrade, sections: ['identity', ...(consent ? [section] : [])] }
    const planned = plan(draft, consented(agreed as ConsentClause))
    return (
      planned.ok && planned.value.map(({ grant: { sections }, withheld }) => [sections, withheld])
    )
  }

  type Leg = 'template' | 'need' | 'consent'
  const all = { template: true, need: true, consent: true }

  it('goes where the type carries it, it is needed and it is consented to', () => {
    expect(given(all)).toStrictEqual([[['identity', 'contact'], []]])
  })

  it.each([
    ['the type does not carry it', ['template'], 'section-never-carried'],
    ['it is not needed', ['need'], 'not-needed'],
    ['it is not consented to', ['consent'], 'section-not-covered'],
    ['it is consented to and nothing else', ['template', 'need'], 'section-never-carried'],
    ['it is needed and nothing else', ['template', 'consent'], 'section-never-carried'],
    ['the type carries it and nothing else', ['need', 'consent'], 'not-needed'],
    ['nothing of it holds', ['template', 'need', 'consent'], 'section-never-carried'],
  ] as const)('never goes where %s', (_case, missing: readonly Leg[], rule) => {
    const legs = { ...all, ...Object.fromEntries(missing.map((leg) => [leg, false])) }
    const section = legs.template ? 'contact' : 'health'
    expect(given(legs)).toStrictEqual([[['identity'], [{ section, rule }]]])
  })

  it('that the type does not carry does not go without consent, either', () => {
    const asked: DraftOf<'CapacityAsked'> = {
      type: 'CapacityAsked',
      occurredAt: at(3),
      facts: story.asked.facts,
      sections: { needs: { services: ['accommodation'] } },
      clauses: [],
      recipients: [{ to: skopje, purpose: 'handover', needs: ['needs'] }],
    }
    const planned = plan(asked, foldCase(upTo('presumed')))
    expect(planned.ok && planned.value.map(({ withheld }) => withheld)).toStrictEqual([
      [{ section: 'needs', rule: 'section-never-carried' }],
    ])
  })
})

describe('the clause that a grant stands on', () => {
  const poor = { ...toBelgrade, id: 'c4', sections: ['contact'] as const }
  const rich = { ...toBelgrade, id: 'c5', until: at(500), onward: true }

  it('is the one that covers most of what is needed, and its window and onward rule hold', () => {
    expect(plan(contact, consented(poor, rich))).toStrictEqual({
      ok: true,
      value: [
        {
          grant: {
            ...grant,
            basis: { ...grant.basis, clause: 'c5' },
            until: at(500),
            onward: true,
          },
          withheld: [],
        },
      ],
    })
  })

  it('is one only: two that would do together do not', () => {
    const half = { ...toBelgrade, id: 'c5', sections: ['identity'] as const }
    expect(plan(contact, consented(poor, half))).toStrictEqual({
      ok: true,
      value: [
        {
          grant: { ...grant, sections: ['contact'], basis: { ...grant.basis, clause: 'c4' } },
          withheld: [{ section: 'identity', rule: 'section-not-covered' }],
        },
      ],
    })
  })

  it('is not one that is over, however much it covered', () => {
    const planned = plan(contact, consented(poor, { ...rich, until: at(8) }))
    expect(planned.ok && planned.value[0]?.grant.basis).toStrictEqual({
      ...grant.basis,
      clause: 'c4',
    })
  })
})

describe('a recipient without a basis', () => {
  it.each([
    ['nobody consented to', [toOffice], 'no-consent'],
    [
      'for another purpose',
      [{ ...toBelgrade, purposes: ['return'] as const }],
      'purpose-not-covered',
    ],
    ['whose time is over now', [{ ...toBelgrade, until: at(8) }], 'outside-window'],
  ] as const)('%s stops the whole event, even its bare facts', (_case, given, rule) => {
    const facts = { ...contact, sections: {}, recipients: [grantee()] }
    const rejection = { ok: false, failure: { kind: 'no-basis', recipient: belgrade, rule } }
    expect(plan(contact, consented(...given))).toStrictEqual(rejection)
    expect(plan(facts, consented(...given))).toStrictEqual(rejection)
  })

  it('is named, though others before it have one', () => {
    const draft = { ...contact, recipients: [grantee(), { ...grantee(), to: skopje }] }
    expect(plan(draft)).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: skopje, rule: 'no-consent' },
    })
  })
})

describe('a question without a word about a person', () => {
  const asked: DraftOf<'CapacityAsked'> = {
    type: 'CapacityAsked',
    occurredAt: at(3),
    facts: story.asked.facts,
    sections: {},
    clauses: [],
    recipients: [{ to: skopje, purpose: 'handover', needs: ['needs'] }],
  }

  it('goes without consent, bare, for 90 days and never onward', () => {
    expect(plan(asked, foldCase(upTo('presumed')))).toStrictEqual({
      ok: true,
      value: [
        {
          grant: {
            to: skopje,
            purpose: 'handover',
            sections: [],
            basis: { kind: 'noPersonalData' },
            until: at(8 + 90 * 24 * 60),
            onward: false,
          },
          withheld: [],
        },
      ],
    })
  })

  it('stays bare even if somebody put a section into it', () => {
    const carrying = { ...asked, sections: { needs: { services: ['accommodation'] } } }
    const planned = plan(carrying, foldCase(upTo('presumed')))
    expect(planned.ok && planned.value[0]?.grant.sections).toStrictEqual([])
  })
})

describe('a consent', () => {
  const draft: DraftOf<'DataConsentGiven'> = {
    type: 'DataConsentGiven',
    occurredAt: at(2),
    facts: story.consent.facts,
    sections: {},
    clauses: [toBelgrade],
    recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
  }

  it('reaches those whom it names on the strength of its own clauses', () => {
    expect(plan(draft, foldCase(upTo('presumed')))).toStrictEqual({
      ok: true,
      value: [
        {
          grant: {
            ...grant,
            sections: [],
            basis: { kind: 'consent', consent: 'this', clause: 'c1' },
          },
          withheld: [],
        },
      ],
    })
  })

  it('does not borrow a clause of an earlier one', () => {
    const toSkopje = {
      ...draft,
      recipients: [{ to: viennaOffice, purpose: 'caseNotification', needs: [] }],
    } as const
    expect(plan(toSkopje)).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: viennaOffice, rule: 'no-consent' },
    })
  })
})

function grantee(...needs: readonly ('identity' | 'contact')[]) {
  return { to: belgrade, purpose: 'handover', needs } as const
}
