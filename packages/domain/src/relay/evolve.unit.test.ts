import { participantOf } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { clauses, events, metInSkopje, toSkopje } from './relay.fixture.ts'

const { consent, forwarded, met, expired, nextConsent, destination } = events
const relay = {
  consent: consent.id,
  by: vienna,
  to: skopje,
  hop: 1,
  expires: at(200),
  notSeen: [],
}

/** The whole state but for which events are held, and with which sections. */
function withoutKnown(history: readonly CaseEvent[]) {
  const { known: _known, sections: _sections, ...rest } = foldCase(history)
  return rest
}

const again = <Event extends CaseEvent>(event: Event): Event => ({
  ...event,
  id: idOf(`${event.type}-again`),
  recordedAt: at(500),
})

describe('a relay, as it is held', () => {
  it('has the consent to one hop, like any other consent', () => {
    const before = withoutKnown([story.opened])
    expect(withoutKnown([story.opened, consent])).toStrictEqual({
      ...before,
      relayConsents: { [consent.id]: { by: vienna, next: skopje } },
      consents: {
        [consent.id]: {
          by: vienna,
          giver: 'self',
          confirmedAt: consent.occurredAt,
          wasSuspended: false,
          clauses: clauses.map((clause) => ({ ...clause, removed: [] })),
        },
      },
    })
  })

  it('uses the consent up', () => {
    const { relays, relayConsents } = foldCase(toSkopje)
    expect(relays).toStrictEqual({ [forwarded.id]: relay })
    expect(relayConsents).toStrictEqual({
      [consent.id]: { by: vienna, next: skopje, usedBy: forwarded.id },
    })
    expect(foldCase([...toSkopje, again(forwarded)]).relayConsents).toStrictEqual(relayConsents)
  })

  it('knows that she was met, also after everybody had given her up', () => {
    const over = { ...relay, met: met.id, expired: expired.id }
    const late = { ...met, recordedAt: at(210) }
    expect(foldCase([...toSkopje, expired, late]).relays).toStrictEqual({ [forwarded.id]: over })
    expect(foldCase([...toSkopje, met, expired]).relays).toStrictEqual({ [forwarded.id]: over })
    const twice = [...toSkopje, met, expired, again(met), again({ ...expired, author: skopje })]
    expect(foldCase(twice).relays).toStrictEqual({ [forwarded.id]: over })
  })

  it('ends the consent to its hop when it expires, and each holder answers for what it was sent', () => {
    for (const author of [vienna, skopje]) {
      const { consents, narrowings } = foldCase([...toSkopje, { ...expired, author }])
      expect(consents[consent.id]).toMatchObject({ ended: expired.id })
      expect(narrowings).toStrictEqual({
        [expired.id]: {
          by: vienna,
          consent: consent.id,
          sections: ['needs', 'contact', 'demographics'],
          answers: {},
        },
      })
    }
  })

  it('leaves who has met her what was sent along, though it expired', () => {
    const { consents, narrowings } = foldCase([...metInSkopje, expired])
    expect(consents[consent.id]).not.toHaveProperty('ended')
    expect(narrowings).toStrictEqual({})
  })

  it('knows where she means to go, the latest last', () => {
    const elsewhere = { ...again(destination), facts: { participant: participantOf(vienna) } }
    expect(foldCase([...metInSkopje, elsewhere, destination]).destinations).toStrictEqual([
      participantOf(belgrade),
      participantOf(vienna),
    ])
  })

  it('holds the consent of the next hop, at who is next', () => {
    expect(Object.keys(foldCase([nextConsent]).consents)).toStrictEqual([nextConsent.id])
    expect(Object.keys(foldCase([...metInSkopje, nextConsent]).consents)).toStrictEqual([
      consent.id,
      nextConsent.id,
    ])
  })

  it('holds no clause between others than the two sides of the hop', () => {
    const [clause] = clauses
    const wide = {
      ...consent,
      clauses: [
        clause,
        { ...clause, id: 'c3', discloser: belgrade },
        { ...clause, id: 'c4', recipient: belgrade },
      ],
    }
    expect(foldCase([story.opened, wide]).consents[consent.id]?.clauses).toStrictEqual([
      { ...clause, removed: [] },
    ])
  })

  it('is none without its consent, to oneself, or told to somebody else', () => {
    const toOneself = { ...consent, facts: { ...consent.facts, next: vienna } }
    const own = { ...forwarded, facts: { ...forwarded.facts, to: vienna } }
    const elsewhere = { ...forwarded, grants: [grantTo(belgrade)] }
    for (const history of [[forwarded], [toOneself, own], [consent, elsewhere]])
      expect(foldCase(history).relays).toStrictEqual({})
    expect(foldCase([consent, forwarded]).relays).toStrictEqual({ [forwarded.id]: relay })
  })
})

describe('an event of one who had no say', () => {
  const elsewhere = {
    ...forwarded,
    id: idOf('forged'),
    facts: { ...forwarded.facts, to: belgrade },
  }

  it.each<[string, CaseEvent]>([
    ['a consent taken by one who has not met her', nextConsent],
    ['a relay on the consent of another', { ...forwarded, id: idOf('forged'), author: belgrade }],
    ['a relay to another than she consented to', elsewhere],
    ['a meeting that the other side claims', { ...met, author: vienna }],
    ['a meeting that a stranger claims', { ...met, author: belgrade }],
    ['an end that a stranger sets', { ...expired, author: belgrade }],
    ['a destination told by one who has not met her', destination],
    ['a destination told by a stranger', { ...destination, author: belgrade }],
    [
      'a meeting about something else',
      caseEvent('PersonMet', 'forged', skopje, 110, { relay: consent.id }),
    ],
  ])('is held and changes nothing: %s', (_name, forged) => {
    expect(withoutKnown([...toSkopje, forged])).toStrictEqual(withoutKnown(toSkopje))
    expect(foldCase([...toSkopje, forged]).known[forged.id]?.author).toBe(forged.author)
  })
})
