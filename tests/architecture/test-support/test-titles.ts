import ts from 'typescript'

/** What a file of tests says that it tests. */
export type TestTitles = {
  /** The titles of its tests and groups of tests, as they are written: `%s` and `$name` unfilled. */
  readonly titles: readonly string[]
  /** Whatever keeps tests from being run, by its name; a file with one of these holds no rule. */
  readonly evasions: readonly string[]
}

const callers: readonly string[] = ['it', 'test', 'describe']
const evasive: readonly string[] = ['skip', 'todo', 'only', 'skipIf', 'runIf', 'fails']

/**
 * Reads the titles of the tests of a source from its syntax: a sentence in a constant, in a comment or in
 * another call is no test. Tables are read through: `it.each(rows)('title', …)`.
 */
export function readTestTitles(source: string): TestTitles {
  const file = ts.createSourceFile('x.test.ts', source, ts.ScriptTarget.Latest, true)
  const titles: string[] = []
  const evasions: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const path = pathOf(node.expression)
      if (path !== undefined) {
        evasions.push(...evasionsIn(path, node))
        const [title] = node.arguments
        // What `each` is given is a table, and what is called with a title is what it returns.
        const isTable = path.at(-1) === 'each' && !ts.isCallExpression(node.expression)
        if (!isTable && title !== undefined && ts.isStringLiteralLike(title))
          titles.push(title.text)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { titles, evasions: [...new Set(evasions)] }
}

/** `['it', 'each']` of `it.each` and of `it.each(rows)`; undefined of what is called on anything else. */
function pathOf(expression: ts.Expression): readonly string[] | undefined {
  if (ts.isIdentifier(expression))
    return callers.includes(expression.text) ? [expression.text] : undefined
  if (ts.isCallExpression(expression)) return pathOf(expression.expression)
  if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression))
    return undefined
  const before = pathOf(expression.expression)
  return before === undefined ? undefined : [...before, memberOf(expression)]
}

function memberOf(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  if (ts.isPropertyAccessExpression(access)) return access.name.text
  const { argumentExpression: name } = access
  return ts.isStringLiteralLike(name) ? name.text : name.getText()
}

/** By a member of the function, or among the options of the call. */
function evasionsIn(path: readonly string[], call: ts.CallExpression): readonly string[] {
  const options = call.arguments
    .filter((argument) => ts.isObjectLiteralExpression(argument))
    .flatMap(({ properties }) => properties.map(({ name }) => name?.getText() ?? ''))
  return [...path, ...options].filter((name) => evasive.includes(name))
}
