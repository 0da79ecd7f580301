import { invariant, type Json } from '@trm/kernel'
import { exportHtcds } from './export.ts'
import { isHtcdsGroup } from './fields.ts'
import type { HtcdsSections } from './import.ts'
import { findQuestion, odkElements, odkForm, VERSION_ELEMENT } from './odk-form.ts'
import { itemName } from './places.ts'

/**
 * Why a submission does not carry a value.
 *
 * - `no-question`: the form does not ask for the field.
 * - `no-such-choice`: the form does not offer the code, `XK` among the citizenships.
 * - `one-choice-only`: the form takes one code and there are several; it is given none of them.
 * - `not-in-xml`: the text has a character that XML cannot write.
 */
export type LeftOutReason = 'no-question' | 'no-such-choice' | 'one-choice-only' | 'not-in-xml'

export type HtcdsSubmission = {
  /** The submission. */
  readonly xml: string
  /** Every value that is not in it, by field: `prs_MiddleName`, `supportPlans[0].spl_Type`. */
  readonly leftOut: readonly { readonly field: string; readonly reason: LeftOutReason }[]
}

// Of the characters that sections admit, XML has all but these two.
const NOT_IN_XML = /[\uFFFE\uFFFF]/

/**
 * Writes sections as a submission of the ODK form of HTCDS. The form has fewer questions than the
 * standard has fields: what it cannot carry is in `leftOut`.
 *
 * @param instance the number of the submission, a random UUID.
 */
export function exportHtcdsOdk(sections: HtcdsSections, instance: string): HtcdsSubmission {
  const record = exportHtcds(sections)
  const answers = new Map([
    [VERSION_ELEMENT, odkForm.version],
    ['meta/instanceID', `uuid:${instance}`],
  ])
  const leftOut: { field: string; reason: LeftOutReason }[] = []
  for (const [field, value] of Object.entries(record)) {
    if (isHtcdsGroup(field)) {
      const names = (value as readonly object[]).flatMap((item, index) =>
        Object.keys(item).map((name) => `${itemName(field, index)}.${name}`),
      )
      leftOut.push(...names.map((name) => ({ field: name, reason: 'no-question' as const })))
      continue
    }
    const answer = answerOf(field, value)
    if ('reason' in answer) leftOut.push({ field, reason: answer.reason })
    else answers.set(answer.element, answer.text)
  }
  return { xml: write(answers), leftOut }
}

function answerOf(
  field: string,
  value: Json,
): { readonly element: string; readonly text: string } | { readonly reason: LeftOutReason } {
  const found = findQuestion(field)
  if (found === undefined) return { reason: 'no-question' }
  const { element, question } = found
  if (question.answer === 'written') {
    invariant(typeof value === 'string', 'exportHtcdsOdk: what is asked for in words is text')
    return NOT_IN_XML.test(value) ? { reason: 'not-in-xml' } : { element, text: value }
  }
  const values: readonly Json[] = Array.isArray(value) ? value : [value]
  if (question.answer === 'one' && values.length > 1) return { reason: 'one-choice-only' }
  const names = values.map((one) => nameOf(question.choices, one))
  if (names.includes(undefined)) return { reason: 'no-such-choice' }
  return { element, text: names.join(' ') }
}

function nameOf(choices: ReadonlyMap<string, unknown>, value: Json): string | undefined {
  for (const [name, chosen] of choices) if (chosen === value) return name
  return undefined
}

function write(answers: ReadonlyMap<string, string>): string {
  const lines = Object.keys(odkElements).map((path) => {
    const [outer = '', inner] = path.split('/')
    const text = escape(answers.get(path) ?? '')
    return inner === undefined
      ? `  <${outer}>${text}</${outer}>`
      : `  <${outer}><${inner}>${text}</${inner}></${outer}>`
  })
  const start = `<data id="${odkForm.id}" version="${odkForm.version}">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', start, ...lines, '</data>', ''].join('\n')
}

// A reader of XML takes a carriage return for a line end of the file, unless it is written so.
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}

function escape(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character)
}
