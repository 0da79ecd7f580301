import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { processes, type CommandType } from '../definition/catalogue.ts'
import { allAccess } from '../test-support/all-rows.ts'
import { upTo as caseUpTo } from '../test-support/case-events.ts'
import { commands as caseCommands } from '../test-support/commands.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, court, idOf, migration, vienna } from '../test-support/world.ts'
import { compensationCommands } from './compensation-commands.ts'
import { testimonyEvents } from './events.ts'
import { beside, commands, story, upTo } from './testimony.story.fixture.ts'

describe('her refusal to take part', () => {
  const refused: readonly CaseEvent[] = [
    ...caseUpTo('answered'),
    ...upTo('explained'),
    { ...beside.refused, recordedAt: at(3) },
  ]
  const state = foldCase(refused)

  it('blocks nothing outside the testimony', () => {
    const others = [
      [caseCommands.OfferReferral, vienna],
      [caseCommands.NotifyCase, vienna],
      [commands.claim, vienna],
      [sampleCommand('GrantReflectionPeriod', { to: [vienna], days: 30 }), migration],
      [
        sampleCommand('RequestResidencePermit', { to: migration, ground: 'criminalProceedings' }),
        vienna,
      ],
      [sampleCommand('MakeComplaint', { to: court }), vienna],
    ] as const
    for (const [command, self] of others) {
      expect(decide(state, command, as(self, 5))).toMatchObject({ ok: true })
    }
  })

  // Where somebody has been asked to testify, the case is open already.
  const elsewhere = [
    ...(['residence', 'handover', 'children', 'opening', 'closing'] as const).flatMap((name) =>
      Object.keys(processes[name].commands),
    ),
    ...Object.keys(compensationCommands),
  ].filter((type) => type !== 'OpenCase') as readonly CommandType[]
  const attempts = elsewhere.flatMap((type) =>
    allAccess[type].allowed.map((attempt) => [type, attempt] as const),
  )

  describe.each(attempts)('of %s', (_type, [history, command, context]) => {
    it('decides nothing that would be decided otherwise without it', () => {
      // The same request as in the story, under ids that no history of another process has.
      const asked = { ...story.asked, id: idOf('beforehand') }
      const about = { testimony: asked.id }
      const explained = { ...story.explained, id: idOf('beforehandExplained'), facts: about }
      const agreed = { ...story.agreed, id: idOf('beforehandAgreed'), facts: about }
      const declined = { ...beside.refused, id: idOf('beforehandRefused'), facts: about }
      const decided = (...events: readonly CaseEvent[]) => {
        const decision = decide(foldCase([...history, ...events]), command, context)
        if (!decision.ok) return decision.failure
        const { type, recipients } = decision.value
        return { type, recipients }
      }
      const unasked = decided(asked, explained)
      expect(unasked).toHaveProperty('type')
      expect(decided(asked, explained, agreed)).toStrictEqual(unasked)
      expect(decided(asked, explained, declined)).toStrictEqual(unasked)
      expect(decided(asked, explained, agreed, declined)).toStrictEqual(unasked)
    })
  })

  it('is tried with every command of the processes that protect and serve her', () => {
    expect(elsewhere.length).toBeGreaterThan(40)
    expect([...new Set(attempts.map(([type]) => type))]).toStrictEqual(elsewhere)
  })

  it('is told to nobody but those who deal with the proceedings', () => {
    const readers: readonly string[] = testimonyEvents.ParticipationConsentRefused.readers
    for (const kind of ['police', 'migrationAuthority', 'nrmOffice', 'shelter', 'healthProvider']) {
      expect(readers).not.toContain(kind)
    }
  })
})
