import type { SectionName } from '@trm/domain'
import {
  findMapping,
  htcdsGroups,
  isHtcdsGroup,
  type HtcdsGroup,
  type NotImportedReason,
} from './fields.ts'
import { itemName } from './places.ts'

/**
 * What can be wrong with a record before any section looks at it. `misplaced`: a field of a group
 * outside it, or another field inside.
 */
export type RecordProblem = 'unknown-field' | 'misplaced' | 'wrong-type' | 'empty'

/** A section as it stands in the record: nothing in it is checked. */
type Draft = Record<string, unknown>

type Reading = {
  readonly drafts: Map<SectionName, Draft>
  consentTicked: boolean | undefined
  readonly notImported: { readonly field: string; readonly reason: NotImportedReason }[]
  readonly problems: { readonly field: string; readonly reason: RecordProblem }[]
}

/** Sorts the members of a record, which is a stranger's, into section drafts. */
export function readRecord(record: unknown): Reading {
  const reading: Reading = {
    drafts: new Map(),
    consentTicked: undefined,
    notImported: [],
    problems: [],
  }
  if (!isObject(record)) {
    reading.problems.push({ field: 'record', reason: 'wrong-type' })
    return reading
  }
  const members = membersOf(record)
  if (members.length === 0) reading.problems.push({ field: 'record', reason: 'empty' })
  for (const { name, value, position } of members) {
    if (isHtcdsGroup(name)) readGroup(reading, name, value)
    else readField(reading, name, value, position)
  }
  return reading
}

function readField(reading: Reading, field: string, value: unknown, position: string): void {
  const mapping = findMapping(field)
  if (mapping === undefined) {
    reading.problems.push({ field: position, reason: 'unknown-field' })
  } else if ('section' in mapping) {
    put(draftOf(reading, mapping.section), mapping.path, value)
  } else if ('group' in mapping) {
    reading.problems.push({ field, reason: 'misplaced' })
  } else {
    reading.notImported.push({ field, reason: mapping.notImported })
    if (field === 'con_Consent') readConsent(reading, value)
  }
}

function readConsent(reading: Reading, value: unknown): void {
  if (typeof value === 'boolean') reading.consentTicked = value
  else reading.problems.push({ field: 'con_Consent', reason: 'wrong-type' })
}

function readGroup(reading: Reading, group: HtcdsGroup, items: unknown): void {
  const { section, list } = htcdsGroups[group]
  const drafts = Array.isArray(items)
    ? items.map((item: unknown, index) => readItem(reading, group, index, item))
    : items
  put(draftOf(reading, section), list, drafts)
}

/** The draft of an item. What is no object goes on as it is, for the section to refuse. */
function readItem(reading: Reading, group: HtcdsGroup, index: number, item: unknown): unknown {
  if (!isObject(item)) return item
  const draft: Draft = {}
  for (const { name, value, position } of membersOf(item)) {
    const mapping = findMapping(name)
    if (mapping !== undefined && 'group' in mapping && mapping.group === group) {
      put(draft, mapping.path, value)
    } else if (mapping === undefined) {
      const field = `${itemName(group, index)}.${position}`
      reading.problems.push({ field, reason: 'unknown-field' })
    } else {
      reading.problems.push({ field: `${itemName(group, index)}.${name}`, reason: 'misplaced' })
    }
  }
  return draft
}

function draftOf(reading: Reading, section: SectionName): Draft {
  const draft = reading.drafts.get(section) ?? {}
  reading.drafts.set(section, draft)
  return draft
}

/** Puts a value at a dotted path of the field table, making the objects on the way. */
function put(draft: Draft, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? path
  let parent = draft
  for (const name of names) {
    const next = parent[name]
    const child: Draft = isObject(next) ? next : {}
    parent[name] = child
    parent = child
  }
  parent[last] = value
}

/** Members as JSON would carry them: one that is undefined is not there. */
function membersOf(value: Draft): { name: string; value: unknown; position: string }[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member], index) => ({ name, value: member, position: `member ${index + 1}` }))
}

function isObject(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
