import type { SectionName } from '@trm/domain'
import { invariant } from '@trm/kernel'
import { htcdsFields, htcdsGroups, type HtcdsGroup, type HtcdsMapping } from './fields.ts'

type Origin = { readonly field: string } | { readonly group: HtcdsGroup; readonly field?: string }

/** Every place that a record is read into, `section.path` without indices, and what is read there. */
const origins: ReadonlyMap<string, Origin> = new Map([
  ...Object.keys(htcdsGroups).map((name) => originOfGroup(name as HtcdsGroup)),
  ...Object.entries(htcdsFields).flatMap(([field, mapping]) => originsOfField(field, mapping)),
])

/**
 * What a record calls a place of a section: `prs_Birthdate`, `supportPlans[0].spl_Type`.
 *
 * @param path names and list indices, from the section down, as a schema reports them.
 * @throws {InvariantError} for a place that no field is read into.
 */
export function fieldAt(section: SectionName, path: readonly PropertyKey[]): string {
  const names = path.filter((step) => typeof step !== 'number')
  const origin = origins.get([section, ...names].join('.'))
  invariant(origin !== undefined, 'fieldAt: every place of a draft has a field')
  if (!('group' in origin)) return origin.field
  const index = path.find((step) => typeof step === 'number')
  const item = index === undefined ? origin.group : itemName(origin.group, index)
  return origin.field === undefined ? item : `${item}.${origin.field}`
}

/** `supportPlans[0]`. */
export function itemName(group: HtcdsGroup, index: number): string {
  return `${group}[${index}]`
}

function originOfGroup(group: HtcdsGroup): [string, Origin] {
  const { section, list } = htcdsGroups[group]
  return [`${section}.${list}`, { group }]
}

function originsOfField(field: string, mapping: HtcdsMapping): [string, Origin][] {
  if ('section' in mapping) return [[`${mapping.section}.${mapping.path}`, { field }]]
  if ('notImported' in mapping) return []
  const { section, list } = htcdsGroups[mapping.group]
  return [[`${section}.${list}.${mapping.path}`, { group: mapping.group, field }]]
}
