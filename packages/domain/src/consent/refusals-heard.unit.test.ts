import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { caseEvent, clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as told, given } from '../test-support/commands.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, greeter, idOf, skopje, vienna } from '../test-support/world.ts'
import { onward, refusalEvents, refusing } from './refusals.fixture.ts'
import { refusalsOf, type KnownRefusal } from './refusals.ts'

const { refused, toCsos, takenBack, transferProposed, transferred } = refusalEvents
const [toBelgrade] = clauses

describe('who is heard when she is said to refuse', () => {
  /** At Belgrade, which does not hold how the case began. */
  const atBelgrade = [story.consent, story.offered, story.contact]
  const readable = (
    log: readonly CaseEvent[],
    sections: readonly ['contact'] | readonly [] = ['contact'],
  ) =>
    reviewGrant(
      { event: story.contact, grant: grantTo(belgrade, { sections }), at: at(30) },
      foldCase(log),
    )
  const denied = { kind: 'not-covered', rule: 'refused-by-her' } as const

  it('is who took the consent, where nobody knows who has custody', () => {
    const toAll = { ...refused, facts: refusing({ kind: 'cso', sections: ['contact'] }) }
    expect(readable([...atBelgrade, toAll])).toStrictEqual({ ...denied, section: 'contact' })
    expect(readable([...atBelgrade, toAll], [])).toBeUndefined()
    expect(readable([...atBelgrade, { ...toAll, author: skopje }])).toBeUndefined()
    expect(readable([...atBelgrade, refused])).toStrictEqual(denied)
  })

  it('is who had custody, of the consents of whoever has it now', () => {
    const after = { ...story.consent, author: belgrade, id: idOf('anew'), recordedAt: at(25) }
    const moved = [...upTo('contact'), transferProposed, transferred, after]
    const basis = { kind: 'consent', consent: after.id, clause: 'c2' } as const
    const grant = grantTo(vienna, { sections: ['risk'], basis })
    const event = { ...story.riskThere, recordedAt: at(26) }
    const reviewed = (log: readonly CaseEvent[]) =>
      reviewGrant({ event, grant, at: at(30) }, foldCase(log))
    expect(reviewed(moved)).toBeUndefined()
    expect(reviewed([...moved, toCsos])).toStrictEqual({ ...denied, section: 'risk' })
    expect(reviewed([...moved, { ...toCsos, author: skopje }])).toBeUndefined()
  })

  it('is who takes a consent, of that very consent, which so reaches nobody', () => {
    const basis = { kind: 'consent', consent: 'this', clause: 'c1' } as const
    const grant = grantTo(belgrade, { basis })
    const reviewed = (author: typeof vienna) =>
      reviewGrant(
        { event: story.consent, grant, at: at(2) },
        foldCase([story.offered, { ...refused, author }]),
      )
    expect(reviewed(vienna)).toStrictEqual(denied)
    expect(reviewed(skopje)).toBeUndefined()
    const draft = {
      type: 'DataConsentGiven',
      occurredAt: at(21),
      facts: story.consent.facts,
      sections: {},
      clauses,
      recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
    } as const
    expect(planDisclosures(draft, foldCase([refused]), vienna, at(21))).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: belgrade, rule: 'refused-by-her' },
    })
  })

  it('is not heard of an organisation of which nobody knows the kind, unless it is named', () => {
    const asked = { recipient: belgrade, purpose: 'handover' } as const
    const of = (refusal: Partial<KnownRefusal>) =>
      refusalsOf([{ sections: [], purposes: [], ...refusal }], asked).length
    expect([of({}), of({ organisation: belgrade }), of({ organisation: skopje })]).toStrictEqual([
      1, 1, 0,
    ])
    expect(of({ kind: 'cso' })).toBe(0)
  })

  it('comes to the same in whatever order it arrives', () => {
    const log = [...upTo('contact'), refused, toCsos, takenBack]
    const states = [log, log.toReversed(), [...log.slice(5), ...log.slice(0, 5)]].map(foldCase)
    for (const state of states) expect(state.refusals).toStrictEqual(states[0]?.refusals)
  })
})

describe('a preview', () => {
  it('says what she refuses of it, and leaves that here', () => {
    const state = foldCase([...upTo('contact'), toCsos])
    const risk = { ...told.AssessRisk, sections: { risk: {} } }
    const decided = decide(state, risk, as(vienna, 21))
    const plan = decided.ok && planDisclosures(decided.value, state, vienna, at(21))
    expect(plan).toMatchObject({
      ok: true,
      value: [
        {
          grant: { to: belgrade, sections: [] },
          withheld: [{ section: 'risk', rule: 'refused-by-her' }],
        },
      ],
    })
  })

  it('says so of what is passed on, by the kind of whom it goes to', () => {
    const next = caseEvent('DataConsentGiven', 'next', belgrade, 19.5, story.consent.facts, {
      clauses: [{ ...toBelgrade, discloser: belgrade, recipient: greeter }],
    })
    const contact = {
      ...story.contact,
      grants: [grantTo(belgrade, { sections: ['contact'], onward: true })],
    }
    const share = sampleCommand('ShareEvent', {
      event: contact.id,
      to: greeter,
      sections: ['contact'],
      purpose: 'handover',
    })
    const moved = [
      ...upTo('opened'),
      onward,
      story.offered,
      contact,
      transferProposed,
      transferred,
      next,
    ]
    const toHelplines = { ...refused, facts: refusing({ kind: 'helpline' }) }
    expect(decide(foldCase(moved), share, as(belgrade, 22)).ok).toBe(true)
    given(...moved, toHelplines)
      .when(share, as(belgrade, 22))
      .thenRejected({ kind: 'onward-not-consented', rule: 'refused-by-her' })
  })
})
