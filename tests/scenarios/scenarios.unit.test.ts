import { isParticipantCode, type OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { castKinds, policies } from './support/cast.ts'
import { memoryWorld } from './support/memory-world.ts'
import { playScenario } from './support/play.ts'
import { castOf, readScenario, scenarioNames } from './support/scenario.ts'

const scenarios = scenarioNames().map(readScenario)

describe('the scenarios, by the rules alone', () => {
  it('are the workflows of the guides and the days of those who use this', () => {
    const sources = scenarios.map(({ source }) => source).join(' ')
    for (const workflow of Array.from({ length: 10 }, (_, place) => `W${String(place + 1)}`))
      expect(sources).toMatch(new RegExp(`\\b${workflow}\\b`))
    expect(scenarios.filter(({ source }) => source.startsWith('day of')).length).toBe(4)
  })

  it('are played by organisations that the directory knows', () => {
    const cast = new Set<OrganisationId>(scenarios.flatMap(castOf))
    expect([...cast].filter((organisation) => !castKinds.has(organisation))).toStrictEqual([])
    const participants = [...cast].map((organisation) => organisation.slice(0, 2))
    expect(participants.every(isParticipantCode)).toBe(true)
  })

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) =>
    playScenario(scenario, memoryWorld({ kinds: castKinds, policies })),
  )
})
