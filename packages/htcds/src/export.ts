import { sectionSchemas } from '@trm/contracts'
import { sectionNames } from '@trm/domain'
import { invariant, type Json, type JsonObject } from '@trm/kernel'
import { htcdsFields, htcdsGroups, type HtcdsGroup } from './fields.ts'
import type { HtcdsSections } from './import.ts'

/**
 * Writes sections as a HTCDS 2.0 record, in the form and with the group names that `importHtcds`
 * reads, fields in the order of the standard. What HTCDS has no field for (a risk, a journey, a safe
 * channel) is not in it, and neither is any consent: a consent is more than a tick.
 *
 * @throws {InvariantError} for a section value that its schema refuses.
 */
export function exportHtcds(sections: HtcdsSections): JsonObject {
  for (const name of sectionNames.codes) {
    const value = sections[name]
    const valid = value === undefined || sectionSchemas[name].safeParse(value).success
    invariant(valid, 'exportHtcds: sections are valid')
  }

  const record: Record<string, Json> = {}
  for (const [field, mapping] of Object.entries(htcdsFields)) {
    if ('section' in mapping) {
      const value = valueAt(sections[mapping.section], mapping.path)
      if (value !== undefined) record[field] = value
    } else if ('group' in mapping && !Object.hasOwn(record, mapping.group)) {
      const items = itemsOf(sections, mapping.group)
      if (items !== undefined) record[mapping.group] = items
    }
  }
  return record
}

function itemsOf(sections: HtcdsSections, group: HtcdsGroup): readonly JsonObject[] | undefined {
  const { section, list } = htcdsGroups[group]
  const items = valueAt(sections[section], list)
  return isList(items) ? items.map((item) => itemRecord(group, item)) : undefined
}

function itemRecord(group: HtcdsGroup, item: Json): JsonObject {
  const record: Record<string, Json> = {}
  for (const [field, mapping] of Object.entries(htcdsFields)) {
    if (!('group' in mapping) || mapping.group !== group) continue
    const value = valueAt(item, mapping.path)
    if (value !== undefined) record[field] = value
  }
  return record
}

/** The value at a dotted path; undefined where there is none. */
function valueAt(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>(memberOf, value)
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
