import { sectionProblems, sectionSchemas, type SectionProblem } from '@trm/contracts'
import { sectionNames, type SectionName } from '@trm/domain'
import { fail, invariant, ok, type JsonObject, type Result } from '@trm/kernel'
import type { NotImportedReason } from './fields.ts'
import { fieldAt } from './places.ts'
import { readRecord, type RecordProblem } from './read-record.ts'

/** Section values, each valid for its schema. */
export type HtcdsSections = Partial<Readonly<Record<SectionName, JsonObject>>>

export type HtcdsImport = {
  readonly sections: HtcdsSections
  /** `con_Consent` as it was ticked. It grants nothing: record the consent itself as an event. */
  readonly consentTicked: boolean | undefined
  /** Fields of the record that were left behind, unread. */
  readonly notImported: readonly { readonly field: string; readonly reason: NotImportedReason }[]
}

export type HtcdsImportProblem = {
  /**
   * `prs_Birthdate`, `supportPlans[0].spl_Type`, or `record` for the whole. A name that the standard
   * does not have may itself tell something about the person, so it is given by its place among the
   * members of its object, from 1: `member 7`.
   */
  readonly field: string
  readonly reason: SectionProblem | RecordProblem
}

export type HtcdsImportFailure = {
  readonly kind: 'invalid'
  /** All of them, one for each field. */
  readonly problems: readonly HtcdsImportProblem[]
}

/**
 * Turns a HTCDS 2.0 record into sections.
 *
 * A record is a JSON object of field names with prefix (`prs_FirstName`) and values: text, numbers,
 * booleans for checkboxes, an array of codes for a multiselect. Case comments, historic trafficking
 * events and support plans are arrays of such objects under the names of `htcdsGroups`. What is not
 * known is left out: `null` and empty text are refused. Deprecated fields are accepted.
 *
 * Returns every problem at once and then nothing else: a record is imported whole or not at all. No
 * problem repeats a value.
 */
export function importHtcds(record: unknown): Result<HtcdsImport, HtcdsImportFailure> {
  const { drafts, consentTicked, notImported, problems } = readRecord(record)
  const sections: Partial<Record<SectionName, JsonObject>> = {}
  const found: HtcdsImportProblem[] = [...problems]

  for (const name of sectionNames.codes) {
    const draft = drafts.get(name)
    if (draft === undefined) continue
    const parsed = sectionSchemas[name].safeParse(draft)
    // The schemas admit JSON only; their types say `undefined` for a member that is not there.
    if (parsed.success) sections[name] = parsed.data as JsonObject
    else found.push(...parsed.error.issues.map((issue) => problemOf(name, issue)))
  }
  if (found.length > 0) return fail({ kind: 'invalid', problems: onePerField(found) })
  return ok({ sections, consentTicked, notImported })
}

function problemOf(
  section: SectionName,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
): HtcdsImportProblem {
  const { message } = issue
  invariant(sectionProblems.has(message), 'importHtcds: an issue carries a section problem')
  return { field: fieldAt(section, issue.path), reason: message }
}

function onePerField(problems: readonly HtcdsImportProblem[]): readonly HtcdsImportProblem[] {
  const first = new Map<string, HtcdsImportProblem>()
  for (const problem of problems) {
    if (!first.has(problem.field)) first.set(problem.field, problem)
  }
  return [...first.values()]
}
