/** Markdown of one table; columns as wide as their widest cell, as Prettier leaves them. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = header.map((_name, column) =>
    Math.max(3, ...lines.map((row) => (row[column] ?? '').length)),
  )
  const print = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  const [first = [], ...rest] = lines
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [print(first), rule, ...rest.map(print)].join('\n')
}

/** Words of a sentence. */
export function listed(words: readonly string[], none = '–'): string {
  return words.length === 0 ? none : words.join(', ')
}
