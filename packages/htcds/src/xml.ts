import { fail, ok, type Result } from '@trm/kernel'
import { SaxesParser, type SaxesTagNS } from 'saxes'

export type XmlElement = {
  readonly namespace: string
  readonly name: string
  /** By name as written. Declarations of namespaces are not among them. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All the text directly in it. */
  readonly text: string
}

export type XmlFailure =
  'not-xml' | 'not-utf8' | 'doctype' | 'processing-instruction' | 'too-deep' | 'too-many'

const XMLNS = 'http://www.w3.org/2000/xmlns/'

const DEPTH_MAX = 8
const ELEMENTS_MAX = 256
const ATTRIBUTES_MAX = 16
// The reader looks up from a chunk to see whether to go on, however much more there is.
const CHUNK_LENGTH = 1024

type Draft = XmlElement & { text: string; readonly children: XmlElement[] }

/**
 * Reads a small XML document of a stranger. A document type is refused, so there is no entity beside
 * the five of XML, and nothing is fetched; so are processing instructions, which say what nobody here
 * would hear, and anything deep or wide. Comments are passed over.
 */
export function readXml(xml: string): Result<XmlElement, XmlFailure> {
  let failure: XmlFailure | undefined
  let root: XmlElement | undefined
  let elements = 0
  const open: Draft[] = []
  const refuse = (reason: XmlFailure) => {
    failure ??= reason
  }
  const addText = (text: string) => {
    const parent = open.at(-1)
    if (parent !== undefined) parent.text += text
  }

  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('error', () => refuse('not-xml'))
  parser.on('doctype', () => refuse('doctype'))
  parser.on('processinginstruction', () => refuse('processing-instruction'))
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (encoding.toUpperCase() !== 'UTF-8') refuse('not-utf8')
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentag', (tag) => {
    elements += 1
    const element = draftOf(tag)
    if (open.length >= DEPTH_MAX) refuse('too-deep')
    if (elements > ELEMENTS_MAX || element.attributes.size > ATTRIBUTES_MAX) refuse('too-many')
    if (failure !== undefined) return
    root ??= element
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })

  for (let start = 0; start < xml.length && failure === undefined; start += CHUNK_LENGTH) {
    parser.write(xml.slice(start, start + CHUNK_LENGTH))
  }
  if (failure === undefined) parser.close()
  if (failure !== undefined) return fail(failure)
  return root === undefined ? fail('not-xml') : ok(root)
}

function draftOf(tag: SaxesTagNS): Draft {
  const attributes = Object.values(tag.attributes).filter(({ uri }) => uri !== XMLNS)
  return {
    namespace: tag.uri,
    name: tag.local,
    attributes: new Map(attributes.map(({ name, value }) => [name, value])),
    children: [],
    text: '',
  }
}
