import {
  exportHtcdsCsv,
  exportHtcdsJson,
  exportHtcdsOdk,
  HTCDS_FILE_BYTES_MAX,
  htcdsFormats,
  importHtcdsFile,
  isHtcdsFormat,
  mappingPage,
  type HtcdsFileFailure,
  type HtcdsFormat,
  type HtcdsImport,
} from '@trm/htcds'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import type { Answer } from './answer.ts'
import { FileError } from './file-error.ts'

const FORMATS = htcdsFormats.join(', ')
const NO_FORMAT: Answer = { problem: `a format is one of: ${FORMATS}` }

/** What the names of files end in. Other names need `--from`. */
const formatsByEnding: Readonly<Record<string, HtcdsFormat>> = {
  '.json': 'json',
  '.csv': 'csv',
  '.xml': 'odk',
}

/** `trm htcds check`, `convert` and `mapping`: files of cases in HTCDS 2.0, without any agent. */
export async function htcds([verb, ...words]: readonly string[]): Promise<Answer> {
  if (verb === 'check') return check(words)
  if (verb === 'convert') return convert(words)
  if (verb === 'mapping' && words.length === 0) return { output: mappingPage() }
  return { problem: 'htcds takes check, convert or mapping' }
}

async function check(words: readonly string[]): Promise<Answer> {
  const { file, from, to } = readWords(words) ?? {}
  if (file === undefined || to !== undefined) {
    return { problem: 'htcds check takes --from and one file' }
  }
  const format = from ?? formatsByEnding[extname(file).toLowerCase()] ?? ''
  if (!isHtcdsFormat(format)) return NO_FORMAT
  const read = importHtcdsFile(format, await readAtMost(file, HTCDS_FILE_BYTES_MAX))
  if (!read.ok) return refused(read.failure)
  return { output: `can be imported: ${cases(read.value.length)}\n`, remarks: leftBy(read.value) }
}

async function convert(words: readonly string[]): Promise<Answer> {
  const { file, from, to } = readWords(words) ?? {}
  if (file === undefined || from === undefined || to === undefined) {
    return { problem: 'htcds convert takes --from, --to and one file' }
  }
  if (!isHtcdsFormat(from) || !isHtcdsFormat(to)) return NO_FORMAT
  const read = importHtcdsFile(from, await readAtMost(file, HTCDS_FILE_BYTES_MAX))
  if (!read.ok) return refused(read.failure)
  const records = read.value
  const empty = records.filter(({ sections }) => Object.keys(sections).length === 0).length
  if (empty > 0) return { refused: [`nothing that is imported is in ${cases(empty)}`] }
  return write(to, records)
}

function write(to: HtcdsFormat, records: readonly HtcdsImport[]): Answer {
  const sections = records.map((record) => record.sections)
  const remarks = leftBy(records)
  if (to === 'json') return { output: exportHtcdsJson(sections), remarks }
  if (to === 'csv') return { output: exportHtcdsCsv(sections), remarks }
  const [first, ...others] = sections
  if (first === undefined || others.length > 0) {
    return { refused: [`a submission holds one case, and there are ${sections.length}`] }
  }
  const { xml, leftOut } = exportHtcdsOdk(first, randomUUID())
  const left = leftOut.map(({ field, reason }) => `${field} is left out: ${reason}`)
  return { output: xml, remarks: [...remarks, ...left] }
}

function readWords(words: readonly string[]) {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
    const { from, to } = values
    const [file, ...others] = positionals
    return file === undefined || others.length > 0 ? undefined : { file, from, to }
  } catch {
    return undefined // parseArgs says so by throwing; the caller answers with the usage
  }
}

/** The bytes of a file: one more than `bytesMax` of a larger one, so that whoever reads them can tell. */
async function readAtMost(file: string, bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  try {
    // `end` is the last byte that is read.
    for await (const chunk of createReadStream(file, { end: bytesMax }))
      chunks.push(chunk as Buffer)
  } catch (error) {
    throw new FileError(error)
  }
  return Buffer.concat(chunks)
}

function refused({ problems, problemsBeyond }: HtcdsFileFailure): Answer {
  const sentences = problems.map(({ row, field, reason }) => {
    const place = row === undefined ? field : `row ${row}, ${field}`
    return `${place} is refused: ${reason}`
  })
  return {
    refused:
      problemsBeyond === 0 ? sentences : [...sentences, `and ${problemsBeyond} more problems`],
  }
}

/** What importing leaves behind, each field once. */
function leftBy(records: readonly HtcdsImport[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { field, reason } of records.flatMap(({ notImported }) => notImported)) {
    const what = `${field} is not imported: ${reason}`
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return [...counts].map(([what, count]) =>
    records.length === 1 ? what : `${what} (in ${cases(count)})`,
  )
}

function cases(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`
}
