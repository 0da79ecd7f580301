import type { Json } from '@trm/kernel'
import {
  decodeText,
  fileFailure,
  problemList,
  type HtcdsFileImport,
  type HtcdsFileProblem,
  type ProblemList,
} from './files.ts'
import { importHtcds } from './import.ts'
import { findElement, odkForm, VERSION_ELEMENT, type OdkQuestion } from './odk-form.ts'
import { kindOf } from './value-kinds.ts'
import { readXml, type XmlElement } from './xml.ts'

const SUBMISSION_BYTES_MAX = 1024 * 1024

const XFORMS = 'http://www.w3.org/2002/xforms'
const OPENROSA = 'http://openrosa.org/xforms'
const ROOT = 'data'
const META = 'meta'
const ROOT_ATTRIBUTES = ['id', 'version']

type Reading = {
  readonly record: Record<string, Json>
  /** Metadata that say something. Nobody reads what. */
  readonly metadata: string[]
  readonly seen: Set<string>
  readonly problems: ProblemList
}

/**
 * Reads a submission of the ODK form of HTCDS: XML as OpenRosa describes it, of exactly the form and
 * the version that {@link odkForm} names. An element without text is a question without an answer.
 */
export function importHtcdsOdk(bytes: Uint8Array): HtcdsFileImport {
  const text = decodeText(bytes, SUBMISSION_BYTES_MAX)
  if (!text.ok) return text
  const xml = readXml(text.value)
  if (!xml.ok) return fileFailure(xml.failure)
  const root = xml.value
  if (!isOurs(root) || root.name !== ROOT || root.attributes.get('id') !== odkForm.id) {
    return fileFailure('wrong-form')
  }
  if (root.attributes.get('version') !== odkForm.version) return fileFailure('wrong-version')

  const reading: Reading = { record: {}, metadata: [], seen: new Set(), problems: problemList() }
  const hasUnknownAttribute = root.attributes.keys().some((name) => !ROOT_ATTRIBUTES.includes(name))
  if (hasUnknownAttribute) reading.problems.add({ field: ROOT, reason: 'unknown-attribute' })
  if (isMixed(root)) reading.problems.add({ field: ROOT, reason: 'malformed' })
  for (const [index, element] of root.children.entries()) {
    const position = `element ${index + 1}`
    if (isOurs(element) && element.name === META) readMeta(reading, element, position)
    else readElement(reading, element, element.name, position)
  }
  return resultOf(reading)
}

function resultOf({ record, metadata, problems }: Reading): HtcdsFileImport {
  // That nothing was read is no news when that is because all of it was refused.
  if (Object.keys(record).length === 0 && !problems.isEmpty()) return problems.resultOf([])
  const result = importHtcds(record)
  if (!result.ok) {
    problems.addAll(result.failure.problems)
    return problems.resultOf([])
  }
  const left = metadata.map((field) => ({ field, reason: 'form-metadata' as const }))
  return problems.resultOf([
    { ...result.value, notImported: [...result.value.notImported, ...left] },
  ])
}

function readMeta(reading: Reading, meta: XmlElement, position: string): void {
  if (isMixed(meta) || (meta.children.length === 0 && meta.text.trim() !== '')) {
    reading.problems.add({ field: META, reason: 'malformed' })
  }
  if (meta.attributes.size > 0) reading.problems.add({ field: META, reason: 'unknown-attribute' })
  if (isRepeated(reading, META)) reading.problems.add({ field: META, reason: 'duplicate' })
  for (const [index, element] of meta.children.entries()) {
    readElement(reading, element, `${META}/${element.name}`, `${position}.${index + 1}`)
  }
}

function readElement(reading: Reading, element: XmlElement, name: string, position: string): void {
  const mapping = isOurs(element) ? findElement(name) : undefined
  if (mapping === undefined) {
    reading.problems.add({ field: position, reason: 'unknown-field' })
    return
  }
  const field = 'field' in mapping ? mapping.field : name
  const flaw = flawOf(reading, element, name)
  if (flaw !== undefined) reading.problems.add({ field, reason: flaw })
  if (flaw !== undefined || element.text === '') return
  if (name === VERSION_ELEMENT) {
    if (element.text === odkForm.version) return
    reading.problems.add({ field, reason: 'wrong-version' })
  } else if ('notImported' in mapping) {
    reading.metadata.push(name)
  } else {
    readAnswer(reading, mapping, element.text)
  }
}

function flawOf(
  reading: Reading,
  element: XmlElement,
  name: string,
): HtcdsFileProblem['reason'] | undefined {
  if (isRepeated(reading, name)) return 'duplicate'
  if (element.attributes.size > 0) return 'unknown-attribute'
  return element.children.length > 0 ? 'wrong-type' : undefined
}

function readAnswer(reading: Reading, question: OdkQuestion, text: string): void {
  const { field } = question
  if (question.answer === 'written') {
    reading.record[field] = text
    return
  }
  const names = question.answer === 'one' ? [text] : text.trim().split(/\s+/)
  const values = names.map((name) => question.choices.get(name))
  const known = values.filter((value) => value !== undefined)
  const [first] = known
  if (first === undefined || known.length < values.length) {
    reading.problems.add({ field, reason: 'not-a-code' })
  } else if (kindOf(field) === 'codes') {
    reading.record[field] = known
  } else if (known.length > 1) {
    reading.problems.add({ field, reason: 'too-many' })
  } else {
    reading.record[field] = first
  }
}

function isRepeated({ seen }: Reading, name: string): boolean {
  const isThere = seen.has(name)
  seen.add(name)
  return isThere
}

/** Tools write the elements without a namespace or with one of these. */
function isOurs({ namespace }: XmlElement): boolean {
  return namespace === '' || namespace === XFORMS || namespace === OPENROSA
}

/** Whether text stands between elements: a submission has none there. */
function isMixed({ children, text }: XmlElement): boolean {
  return children.length > 0 && text.trim() !== ''
}
