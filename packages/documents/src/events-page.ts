import { eventDefinitions, processes, type EventDefinition, type EventType } from '@trm/domain'
import { shapeText } from './field-text.ts'
import { listed, table } from './markdown.ts'

/** Every event type as an implementer needs it: facts, version, basis without consent, sections. */
export function eventsPage(): string {
  const parts = Object.entries(processes).map(([name, { events }]) =>
    [`## ${name}`, table(HEADER, Object.keys(events).map(row))].join('\n\n'),
  )
  return ['# Event types', INTRODUCTION, ...parts].join('\n\n')
}

const HEADER = ['type', 'tv', 'facts', 'without consent', 'sections', 'flags', 'meaning']

const INTRODUCTION = `Made from the code. The facts are in clear for every recipient and carry nothing personal; the schemas
are in [json](../json). Without consent an event of a type goes on the basis that is named, with its bare
facts, or not at all (\`–\`). Who may author and receive which type is in the
[catalogue](../../docs/catalogue.md). An earlier version is read as the current one.`

function row(name: string): readonly string[] {
  const definition: EventDefinition = eventDefinitions[name as EventType]
  const { version, facts, fallback, about, sections, meaning } = definition
  const basis = fallback === 'consentOnly' ? '–' : fallback
  return [
    name,
    String(version),
    shapeText(facts),
    about === undefined ? basis : `${basis} (${about})`,
    listed(sections.length === 16 ? ['any'] : sections),
    listed(flagsOf(definition)),
    meaning,
  ]
}

function flagsOf(definition: EventDefinition): readonly string[] {
  return [
    ...(definition.readers.length === 0 ? ['stays at home'] : []),
    ...(definition.isUrgent ? ['urgent'] : []),
    ...(definition.isUntimed ? ['untimed'] : []),
    ...(definition.carriesClauses ? ['clauses'] : []),
  ]
}
