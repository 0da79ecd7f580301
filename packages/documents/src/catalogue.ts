import {
  commandDefinitions,
  eventDefinitions,
  eventTypes,
  organisationKinds,
  processes,
  type CommandDefinition,
  type CommandType,
  type EventDefinition,
  type EventType,
  type OrganisationKind,
  type SourceLine,
} from '@trm/domain'
import { listed, table } from './markdown.ts'

/**
 * The catalogue of the domain as Markdown: for every process its commands, the event that follows, the
 * sections that it may carry, who may, and the line of the guide that asks for it.
 */
export function catalogue(): string {
  const parts = Object.entries(processes).map(([name, { commands }]) =>
    [`## ${name}`, table(HEADER, Object.keys(commands).map(asType).map(row))].join('\n\n'),
  )
  const counts = `${String(Object.keys(processes).length)} processes, ${String(
    Object.keys(commandDefinitions).length,
  )} commands, ${String(eventTypes.length)} event types.`
  return ['# Catalogue of the domain', LEGEND, counts, ...parts].join('\n\n')
}

const HEADER = ['command', 'given by', 'who may', 'event', 'sections', 'goes to', 'source']

const LEGEND = `Sources are guide:line; the guides are named in
[the domain](../packages/domain/README.md). \`inferred\`: the guides leave a gap that the process
cannot do without. An event without readers stays at its organisation.`

const asType = (name: string) => name as CommandType

function row(type: CommandType): readonly string[] {
  const command: CommandDefinition = commandDefinitions[type]
  const events = command.emits.map((name) => eventDefinitions[name as EventType])
  const definitions: readonly EventDefinition[] = events
  return [
    type,
    command.givenBy,
    `${kinds(definitions.flatMap(({ authors }) => authors))}: ${command.part}`,
    listed(command.emits),
    listed(command.sections.length === 16 ? ['any'] : command.sections),
    kinds(definitions.flatMap(({ readers }) => readers)),
    sources(command.source),
  ]
}

/** Kinds of organisation, short where they are all that may hold anything. */
function kinds(all: readonly OrganisationKind[]): string {
  const distinct = organisationKinds.codes.filter((kind) => all.includes(kind))
  const others = organisationKinds.codes.filter((kind) => !all.includes(kind))
  if (distinct.length === 0) return 'nobody'
  return others.length <= 2 ? `all but ${listed(others, 'none')}` : listed(distinct)
}

function sources(lines: readonly SourceLine[]): string {
  return listed(lines)
}
