import { fail, ok, type JsonFailure, type Result } from '@trm/kernel'
import type { HtcdsImport, HtcdsImportProblem } from './import.ts'

/** No file is read beyond this. */
export const HTCDS_FILE_BYTES_MAX = 16 * 1024 * 1024

/** More cases than these are imported in several files. */
export const RECORDS_MAX = 10_000

const PROBLEMS_MAX = 100

/** What can be wrong with a file rather than with a value in it. */
export type FileProblem =
  | JsonFailure['kind']
  | 'too-large'
  | 'not-utf8'
  /** CSV: a quotation mark where RFC 4180 has none. Nothing behind it can be told apart. */
  | 'not-csv'
  /** CSV: a row with fewer or more cells than the header. */
  | 'ragged'
  | 'not-xml'
  | 'doctype'
  | 'processing-instruction'
  /** ODK: not a submission of the form of HTCDS. */
  | 'wrong-form'
  /** ODK: of another version of that form. */
  | 'wrong-version'
  | 'unknown-attribute'

export type HtcdsFileProblem = {
  /**
   * Where there are several records: the row as a spreadsheet numbers it, the header being 1, or the
   * place in a JSON list, from 1.
   */
  readonly row?: number
  /**
   * As in {@link HtcdsImportProblem}; `file` for the file as a whole. A name that the standard does
   * not have is given by its place: `column 3`, `element 7`.
   */
  readonly field: string
  readonly reason: HtcdsImportProblem['reason'] | FileProblem
}

export type HtcdsFileFailure = {
  readonly kind: 'invalid'
  /** The first hundred, in the order of the file. */
  readonly problems: readonly HtcdsFileProblem[]
  /** How many there are beyond these. */
  readonly problemsBeyond: number
}

/** The records of a file in its order, or every problem and no record. */
export type HtcdsFileImport = Result<readonly HtcdsImport[], HtcdsFileFailure>

/** The text of a file, without its byte order mark. */
export function decodeText(
  bytes: Uint8Array,
  bytesMax = HTCDS_FILE_BYTES_MAX,
): Result<string, HtcdsFileFailure> {
  if (bytes.byteLength > bytesMax) return fileFailure('too-large')
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return fileFailure('not-utf8') // the decoder says so by throwing
  }
}

/** A file that is refused as a whole. */
export function fileFailure(reason: HtcdsFileProblem['reason'], row?: number) {
  const problem = row === undefined ? { field: 'file', reason } : { row, field: 'file', reason }
  return fail<HtcdsFileFailure>({ kind: 'invalid', problems: [problem], problemsBeyond: 0 })
}

/** Collects what is wrong with a file, in bounded space. */
export type ProblemList = {
  add(problem: HtcdsFileProblem): void
  /** A record of a stranger may have more problems than a call has arguments: no spreading. */
  addAll(problems: readonly HtcdsFileProblem[], row?: number): void
  isEmpty(): boolean
  /** The records, unless a problem was added. */
  resultOf(records: readonly HtcdsImport[]): HtcdsFileImport
}

export function problemList(): ProblemList {
  const problems: HtcdsFileProblem[] = []
  let problemsBeyond = 0
  const add = (problem: HtcdsFileProblem) => {
    if (problems.length < PROBLEMS_MAX) problems.push(problem)
    else problemsBeyond += 1
  }
  return {
    add,
    addAll(found, row) {
      for (const problem of found) add(row === undefined ? problem : { row, ...problem })
    },
    isEmpty: () => problems.length === 0,
    resultOf(records) {
      return problems.length === 0
        ? ok(records)
        : fail({ kind: 'invalid', problems, problemsBeyond })
    },
  }
}
