import {
  commandDefinitions,
  commandTypes,
  sectionNames,
  type CaseCommand,
  type CommandDefinition,
  type CommandType,
  type SectionName,
} from '@trm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { caseCommand, commandRequest, type CaseCommandBody } from './commands.ts'
import {
  belgrade,
  digest,
  later,
  noon,
  sampleFacts,
  someToken,
  vienna,
} from './test-support/samples.ts'

const clause = {
  id: 'c1',
  discloser: vienna,
  recipient: belgrade,
  purposes: ['handover'],
  sections: ['needs'],
  from: noon,
  until: later,
  onward: false,
} as const

const definitionOf = (type: CommandType): CommandDefinition => commandDefinitions[type]
const isOptional = (type: CommandType, name: string) =>
  definitionOf(type).input[name]?.kind === 'optional'

/** A value of each section that has one in these tests. */
const values: Partial<Record<SectionName, object>> = { needs: { services: ['accommodation'] } }

function bodyOf(type: CommandType): Readonly<Record<string, unknown>> {
  const { input, carriesClauses, isTimed } = definitionOf(type)
  return {
    type,
    ...sampleFacts(input),
    ...(carriesClauses && { clauses: [clause] }),
    ...(isTimed && { occurredAt: noon }),
  }
}

const ofCaseworkers = commandTypes.filter(
  (type) => type !== 'OpenCase' && definitionOf(type).givenBy === 'caseworker',
)
const byThemselves = commandTypes.filter((type) => definitionOf(type).givenBy !== 'caseworker')
const carrying = ofCaseworkers.filter((type) => definitionOf(type).sections.includes('needs'))

describe('the commands of a caseworker', () => {
  it('are those of the domain, but for opening and for what the agent gives by itself', () => {
    expectTypeOf<CaseCommandBody['type']>().toExtend<CaseCommand['type']>()
    expectTypeOf<'OpenCase' | 'AnswerAsHolder' | 'ExpireReferral'>().not.toExtend<
      CaseCommandBody['type']
    >()
    expect(ofCaseworkers.length + byThemselves.length + 1).toBe(commandTypes.length)
    expect(ofCaseworkers.length).toBeGreaterThan(90)
  })

  it('have what the domain needs, their sections aside', () => {
    type Plain<Command> = Command extends unknown ? Omit<Command, 'sections' | 'share'> : never
    expectTypeOf<Plain<CaseCommandBody>>().toExtend<Plain<CaseCommand>>()
  })

  it.each(ofCaseworkers)('are read as they are: %s', (type) => {
    expect(caseCommand.parse(bodyOf(type))).toStrictEqual(bodyOf(type))
  })

  it.each(ofCaseworkers)('are refused with a field more and with a field less: %s', (type) => {
    expect(caseCommand.safeParse({ ...bodyOf(type), note: 'x' }).success).toBe(false)
    for (const name of Object.keys(bodyOf(type))) {
      const { [name]: _left, ...rest } = bodyOf(type)
      expect(caseCommand.safeParse(rest).success).toBe(isOptional(type, name))
    }
  })

  it.each(carrying)('carry the sections that the event may, new ones or shared: %s', (type) => {
    const body = { ...bodyOf(type), sections: { needs: values.needs }, share: ['needs'] }
    expect(caseCommand.parse(body)).toStrictEqual(body)
  })

  it.each(ofCaseworkers)('carry no other section: %s', (type) => {
    const { sections } = definitionOf(type)
    const foreign = sectionNames.codes.filter((name) => !sections.includes(name))
    for (const name of foreign) {
      expect(caseCommand.safeParse({ ...bodyOf(type), sections: { [name]: {} } }).success).toBe(
        false,
      )
      expect(caseCommand.safeParse({ ...bodyOf(type), share: [name] }).success).toBe(false)
    }
  })

  it.each(byThemselves)('do not include what an agent gives by itself: %s', (type) => {
    expect(caseCommand.safeParse(bodyOf(type)).success).toBe(false)
  })

  it.each<[string, object]>([
    [
      'opening a case, which has a way of its own',
      { type: 'OpenCase', ageStatus: 'verifiedAdult', sections: {} },
    ],
    ['a command that is none', { type: 'DoSomething' }],
    ['nobody to ask', { ...bodyOf('AskCapacity'), to: [] }],
    ['somebody asked twice', { ...bodyOf('AskCapacity'), to: [belgrade, belgrade] }],
    ['a consent without a clause', { ...bodyOf('GiveDataConsent'), clauses: [] }],
    [
      'evidence of another kind',
      { ...bodyOf('GiveDataConsent'), evidence: [{ kind: 'photograph', digest: digest(1) }] },
    ],
    ['evidence of no digest', { ...bodyOf('GiveDataConsent'), evidence: [{ kind: 'signedForm' }] }],
    [
      'evidence of more than a digest',
      {
        ...bodyOf('GiveDataConsent'),
        evidence: [{ kind: 'signedForm', digest: digest(1), salt: digest(2) }],
      },
    ],
    [
      'evidence of a digest in hexadecimal',
      { ...bodyOf('GiveDataConsent'), evidence: [{ kind: 'signedForm', digest: 'ab'.repeat(32) }] },
    ],
    [
      'evidence of a digest that is padded',
      { ...bodyOf('GiveDataConsent'), evidence: [{ kind: 'signedForm', digest: `${digest(1)}=` }] },
    ],
    [
      'evidence of a digest in another alphabet',
      {
        ...bodyOf('GiveDataConsent'),
        evidence: [{ kind: 'signedForm', digest: `+${digest(1).slice(1)}` }],
      },
    ],
    [
      'evidence of a digest that is too short',
      {
        ...bodyOf('GiveDataConsent'),
        evidence: [{ kind: 'signedForm', digest: digest(1).slice(1) }],
      },
    ],
    [
      'evidence of a file in the place of its digest',
      { ...bodyOf('GiveDataConsent'), evidence: [{ kind: 'signedForm', digest: 'form.pdf' }] },
    ],
    ['a risk of nobody', { ...bodyOf('AssessRisk'), subjects: [] }],
    ['a section that is none', { ...bodyOf('OfferReferral'), sections: { everything: {} } }],
    [
      'an unknown member of a section',
      { ...bodyOf('OfferReferral'), sections: { needs: { note: 'x' } } },
    ],
    ['sharing what is no section', { ...bodyOf('OfferReferral'), share: ['everything'] }],
  ])('do not include %s', (_case, body) => {
    expect(caseCommand.safeParse(body).success).toBe(false)
  })
})

describe('a request', () => {
  it('carries an id that its caller minted', () => {
    const request = { commandId: someToken, command: bodyOf('MarkReferralSeen') }
    expect(commandRequest.parse(request)).toStrictEqual(request)
    expect(commandRequest.safeParse({ command: bodyOf('MarkReferralSeen') }).success).toBe(false)
    expect(commandRequest.safeParse({ ...request, commandId: 'again' }).success).toBe(false)
    expect(commandRequest.safeParse({ ...request, force: true }).success).toBe(false)
  })
})
