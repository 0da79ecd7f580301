import { findMapping, isHtcdsGroup, type HtcdsGroup } from './fields.ts'
import { itemName } from './places.ts'

/** A column of a CSV file: a field of the record, or of an item of a group that repeats. */
export type Column = {
  readonly field: string
  readonly item?: { readonly group: HtcdsGroup; readonly index: number }
}

const OF_ITEM = /^(\w+)\[(0|[1-9]\d{0,2})\]\.(\w+)$/
// The longest group of a section. Shorter ones are refused by their section.
const ITEMS_MAX = 200

/**
 * The column of a header cell: a field name with prefix, which for a group is that of its first item;
 * further items are `caseComments[1].cco_CaseComment`.
 *
 * @returns undefined for what the standard does not have.
 */
export function parseColumn(header: string): Column | undefined {
  const [, group = '', index = '', field = ''] = OF_ITEM.exec(header) ?? []
  if (isHtcdsGroup(group)) {
    const mapping = findMapping(field)
    const isOfGroup = mapping !== undefined && 'group' in mapping && mapping.group === group
    if (!isOfGroup || Number(index) >= ITEMS_MAX) return undefined
    return { field, item: { group, index: Number(index) } }
  }
  const mapping = findMapping(header)
  if (mapping === undefined) return undefined
  if ('group' in mapping) return { field: header, item: { group: mapping.group, index: 0 } }
  return { field: header }
}

/** The header cell of a column. */
export function headerOf({ field, item }: Column): string {
  return item === undefined || item.index === 0 ? field : placeOf({ field, item })
}

/** What problems call a column: as they call it in a JSON record, `caseComments[0].cco_CaseComment`. */
export function placeOf({ field, item }: Column): string {
  return item === undefined ? field : `${itemName(item.group, item.index)}.${field}`
}
