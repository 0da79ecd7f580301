import { readFileSync } from 'node:fs'
import { invariant } from '@trm/kernel'
import { SaxesParser } from 'saxes'

const FORM = new URL('../../../../schemas/htcds/htcds_xlsform.xml', import.meta.url)

export type PublishedQuestion = {
  readonly element: string
  readonly control: string
  readonly choices: readonly string[]
}

/** The ODK form of HTCDS as published. */
export type PublishedForm = {
  readonly id: string | undefined
  readonly version: string | undefined
  /** The elements of a submission, in their order; those inside `meta` are `meta/instanceID`. */
  readonly elements: readonly string[]
  /** The questions, in their order. */
  readonly questions: readonly PublishedQuestion[]
  /** The elements whose values the form calls dates. */
  readonly dates: readonly string[]
}

export function readPublishedForm(): PublishedForm {
  const path: string[] = []
  const elements: string[] = []
  const dates: string[] = []
  const questions: (PublishedQuestion & { choices: string[] })[] = []
  let root: Readonly<Record<string, { value: string }>> = {}

  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ local, attributes }) => {
    const attribute = (name: string) => attributes[name]?.value ?? ''
    const inside = path.slice(path.indexOf('data') + 1)
    if (path.at(-1) === 'instance') root = attributes
    if (path.includes('instance') && path.includes('data'))
      elements.push([...inside, local].join('/'))
    if (local === 'bind' && attribute('type') === 'date')
      dates.push(elementIn(attribute('nodeset')))
    if (path.at(-1) === 'body') {
      questions.push({ element: elementIn(attribute('ref')), control: local, choices: [] })
    }
    path.push(local)
  })
  parser.on('text', (text) => {
    if (path.at(-1) === 'value') questions.at(-1)?.choices.push(text)
  })
  parser.on('closetag', () => {
    path.pop()
  })
  parser.write(readFileSync(FORM, 'utf8')).close()
  return {
    id: root['id']?.value,
    version: root['version']?.value,
    elements: elements.filter((name) => name !== 'meta'),
    questions,
    dates,
  }
}

function elementIn(reference: string): string {
  invariant(reference.startsWith('/data/'), 'published form: a reference begins at the submission')
  return reference.slice('/data/'.length)
}
