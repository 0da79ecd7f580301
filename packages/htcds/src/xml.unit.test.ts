import { describe, expect, it } from 'vitest'
import { readXml } from './xml.ts'

const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)

describe('readXml', () => {
  it('reads elements, attributes and text', () => {
    const xml =
      '<?xml version="1.0" encoding="utf-8"?>\n<!-- x --><a xmlns:n="urn:n" n:i="1" j="&lt;&#x31;">x<n:b/><![CDATA[<y>]]>&amp;</a>\n'
    const leaf = { namespace: 'urn:n', name: 'b', attributes: new Map(), children: [], text: '' }
    expect(readXml(xml)).toStrictEqual({
      ok: true,
      value: {
        namespace: '',
        name: 'a',
        attributes: new Map([
          ['n:i', '1'],
          ['j', '<1'],
        ]),
        children: [leaf],
        text: 'x<y>&',
      },
    })
  })

  it('reads what lies at its limits', () => {
    expect(readXml(nested(8))).toMatchObject({ ok: true })
    expect(readXml(`<a>${'<b/>'.repeat(255)}</a>`)).toMatchObject({ ok: true })
  })

  it('reads a character that lies across two chunks', () => {
    const text = '😀'.repeat(2000)
    expect(readXml(`<a>${text}</a>`)).toMatchObject({ value: { text } })
    expect(readXml(`<ab>${text}</ab>`)).toMatchObject({ value: { text } })
  })

  const entities = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`,
  )

  it.each([
    ['nothing', '', 'not-xml'],
    ['text alone', 'x', 'not-xml'],
    ['a comment alone', '<!-- x -->', 'not-xml'],
    ['an element that is not closed', '<a>', 'not-xml'],
    ['elements that overlap', '<a><b></a></b>', 'not-xml'],
    ['two roots', '<a/><a/>', 'not-xml'],
    ['text behind the root', '<a/>x', 'not-xml'],
    ['an attribute twice', '<a b="1" b="2"/>', 'not-xml'],
    [
      'an attribute twice by its namespace',
      '<a xmlns:n="u" xmlns:m="u" n:b="1" m:b="2"/>',
      'not-xml',
    ],
    ['an attribute without quotes', '<a b=1/>', 'not-xml'],
    ['a prefix of no namespace', '<n:a/>', 'not-xml'],
    ['a control character', '<a>\u0000</a>', 'not-xml'],
    ['a control character by number', '<a>&#0;</a>', 'not-xml'],
    ['a character that is none', '<a>\uFFFE</a>', 'not-xml'],
    ['a bare ampersand', '<a>x & y</a>', 'not-xml'],
    ['an entity of HTML', '<a>&nbsp;</a>', 'not-xml'],
    ['an entity with an inherited name', '<a>&constructor;</a>', 'not-xml'],
    ['the end of a CDATA section', '<a>]]></a>', 'not-xml'],
    ['JSON', '{"prs_FirstName":"Ana"}', 'not-xml'],
    ['HTML', '<!DOCTYPE html><html><body></body></html>', 'doctype'],
    ['an empty document type', '<!DOCTYPE a><a/>', 'doctype'],
    [
      'an external document type',
      '<!DOCTYPE a SYSTEM "https://collect.example/x.dtd"><a/>',
      'doctype',
    ],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'doctype',
    ],
    [
      'entities in entities',
      `<!DOCTYPE a [<!ENTITY e0 "ha">${entities.join('')}]><a>&e9;</a>`,
      'doctype',
    ],
    ['a document type behind the root', '<a/><!DOCTYPE a>', 'not-xml'],
    ['a style sheet', '<?xml-stylesheet href="x"?><a/>', 'processing-instruction'],
    ['an instruction inside', '<a><?php x?></a>', 'processing-instruction'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'not-utf8'],
    ['one level too many', nested(9), 'too-deep'],
    ['a million levels', '<a>'.repeat(1_000_000), 'too-deep'],
    ['one element too many', `<a>${'<b/>'.repeat(256)}</a>`, 'too-many'],
    ['a million elements', `<a>${'<b/>'.repeat(1_000_000)}</a>`, 'too-many'],
    [
      'many attributes',
      `<a ${Array.from({ length: 17 }, (_, n) => `b${n}="x"`).join(' ')}/>`,
      'too-many',
    ],
  ])('refuses %s', (_what, xml, failure) => {
    expect(readXml(xml)).toStrictEqual({ ok: false, failure })
  })
})
