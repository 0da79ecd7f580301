import { childrenCommands } from '../children/commands.ts'
import { childrenEvents } from '../children/events.ts'
import { closingCommands } from '../closing/commands.ts'
import { closingEvents } from '../closing/events.ts'
import { complaintsCommands } from '../complaints/commands.ts'
import { complaintsEvents } from '../complaints/events.ts'
import { consentCommands } from '../consent/commands.ts'
import { consentEvents } from '../consent/events.ts'
import { correctionsCommands } from '../corrections/commands.ts'
import { correctionsEvents } from '../corrections/events.ts'
import { crimeInformationCommands } from '../crime-information/commands.ts'
import { crimeInformationEvents } from '../crime-information/events.ts'
import { handoverCommands } from '../handover/commands.ts'
import { handoverEvents } from '../handover/events.ts'
import { notificationCommands } from '../notification/commands.ts'
import { notificationEvents } from '../notification/events.ts'
import { openingCommands } from '../opening/commands.ts'
import { openingEvents } from '../opening/events.ts'
import { promisesCommands } from '../promises/commands.ts'
import { promisesEvents } from '../promises/events.ts'
import { relayCommands } from '../relay/commands.ts'
import { relayEvents } from '../relay/events.ts'
import { residenceCommands } from '../residence/commands.ts'
import { residenceEvents } from '../residence/events.ts'
import { returnCommands } from '../return/commands.ts'
import { returnEvents } from '../return/events.ts'
import { sharingCommands } from '../sharing/commands.ts'
import { sharingEvents } from '../sharing/events.ts'
import { compensationCommands } from '../testimony/compensation-commands.ts'
import { compensationEvents } from '../testimony/compensation-events.ts'
import { testimonyCommands } from '../testimony/commands.ts'
import { testimonyEvents } from '../testimony/events.ts'

/** Every process with its events and commands; the folder of a process has its name. */
export const processes = {
  opening: { events: openingEvents, commands: openingCommands },
  consent: { events: consentEvents, commands: consentCommands },
  sharing: { events: sharingEvents, commands: sharingCommands },
  handover: { events: handoverEvents, commands: handoverCommands },
  notification: { events: notificationEvents, commands: notificationCommands },
  residence: { events: residenceEvents, commands: residenceCommands },
  testimony: {
    events: { ...testimonyEvents, ...compensationEvents },
    commands: { ...testimonyCommands, ...compensationCommands },
  },
  return: { events: returnEvents, commands: returnCommands },
  children: { events: childrenEvents, commands: childrenCommands },
  relay: { events: relayEvents, commands: relayCommands },
  promises: { events: promisesEvents, commands: promisesCommands },
  corrections: { events: correctionsEvents, commands: correctionsCommands },
  'crime-information': { events: crimeInformationEvents, commands: crimeInformationCommands },
  complaints: { events: complaintsEvents, commands: complaintsCommands },
  closing: { events: closingEvents, commands: closingCommands },
} as const

export type ProcessName = keyof typeof processes

/** Every event type of this version of the protocol, by name. */
export const eventDefinitions = {
  ...openingEvents,
  ...consentEvents,
  ...sharingEvents,
  ...handoverEvents,
  ...notificationEvents,
  ...residenceEvents,
  ...testimonyEvents,
  ...compensationEvents,
  ...returnEvents,
  ...childrenEvents,
  ...relayEvents,
  ...promisesEvents,
  ...correctionsEvents,
  ...crimeInformationEvents,
  ...complaintsEvents,
  ...closingEvents,
} as const

/** Every command, by name. */
export const commandDefinitions = {
  ...openingCommands,
  ...consentCommands,
  ...sharingCommands,
  ...handoverCommands,
  ...notificationCommands,
  ...residenceCommands,
  ...testimonyCommands,
  ...compensationCommands,
  ...returnCommands,
  ...childrenCommands,
  ...relayCommands,
  ...promisesCommands,
  ...correctionsCommands,
  ...crimeInformationCommands,
  ...complaintsCommands,
  ...closingCommands,
} as const

export type EventType = keyof typeof eventDefinitions
export type CommandType = keyof typeof commandDefinitions

export const eventTypes = Object.keys(eventDefinitions) as readonly EventType[]
export const commandTypes = Object.keys(commandDefinitions) as readonly CommandType[]
