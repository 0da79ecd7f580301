import { command } from '../definition/command-definition.ts'
import { count, organisation, setOf } from '../definition/field.ts'
import { residenceEvents as events } from './events.ts'

const { request, ground, months } = events.ResidencePermitGranted.facts
const to = setOf(organisation, { min: 1, max: 32 })
const permitting = 'an authority to which the policy of its Participant gives that power'

export const residenceCommands = {
  GrantReflectionPeriod: command({
    meaning: 'Grant time to recover and to decide, whatever she decides about proceedings.',
    source: ['2:L1614', '2:L1618'],
    emits: ['ReflectionPeriodGranted'],
    part: permitting,
    input: { to, days: count(1, 366) },
  }),
  RequestResidencePermit: command({
    meaning: 'Ask for a residence permit.',
    source: ['2:L1656'],
    emits: ['ResidencePermitRequested'],
    part: 'who serves the person in the case',
    sections: ['residence', 'identity'],
    input: { to: organisation, ...events.ResidencePermitRequested.facts },
  }),
  GrantResidencePermit: command({
    meaning: 'Grant a residence permit.',
    source: ['2:L1626'],
    emits: ['ResidencePermitGranted'],
    part: permitting,
    sections: ['residence'],
    input: { to, request, ground, months },
  }),
  RefuseResidencePermit: command({
    meaning: 'Refuse a residence permit, with a reason.',
    source: ['2:L1646'],
    emits: ['ResidencePermitRefused'],
    part: permitting,
    input: events.ResidencePermitRefused.facts,
  }),
  RaiseReflectionAlarm: command({
    meaning: 'Raise the alarm: the reflection period ends and no permit follows.',
    source: ['2:L1626'],
    emits: ['ReflectionExpiring'],
    part: 'who knows of the reflection period',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.ReflectionExpiring.facts,
  }),
} as const
