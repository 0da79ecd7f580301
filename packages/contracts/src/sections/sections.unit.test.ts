import { sectionNames, type SectionName } from '@trm/domain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sectionProblems, sectionSchemas } from './index.ts'

type JsonSchema = {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly maxItems?: number
  readonly maximum?: number
  readonly minProperties?: number
  readonly additionalProperties?: boolean
}

const everySection = sectionNames.codes.map((name) => ({ name }))

/** Problems of a value, one `path: problem` a line. */
function problemsOf(section: SectionName, value: unknown): readonly string[] {
  const parsed = sectionSchemas[section].safeParse(value)
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

function jsonSchemaOf(section: SectionName): JsonSchema {
  return z.toJSONSchema(sectionSchemas[section]) as JsonSchema
}

/** Every schema inside a schema, with its path. */
function* nodesOf(schema: JsonSchema, path: string): Generator<[string, JsonSchema]> {
  yield [path, schema]
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    yield* nodesOf(member, `${path}.${name}`)
  }
  if (schema.items !== undefined) yield* nodesOf(schema.items, `${path}[]`)
}

describe('section schemas', () => {
  it('are there for every section and for nothing else', () => {
    expect(Object.keys(sectionSchemas).sort()).toStrictEqual([...sectionNames.codes].sort())
  })

  it.each(everySection)('refuse a $name section without a member', ({ name }) => {
    expect(problemsOf(name, {})).toStrictEqual([': empty'])
  })

  it.each(everySection)('refuse a $name section with an unknown member', ({ name }) => {
    expect(problemsOf(name, { hivStatus: 'x' })).toContain(': unknown-field')
  })

  it.each(everySection)('refuse a $name section that is no object', ({ name }) => {
    for (const value of [null, 'text', 1, true, [], undefined]) {
      expect(problemsOf(name, value)).toStrictEqual([': wrong-type'])
    }
  })

  it.each(everySection)('describe every member of $name', ({ name }) => {
    const silent = [...nodesOf(jsonSchemaOf(name), name)]
      .filter(([path, node]) => path !== name && !path.endsWith('[]') && !node.description)
      .map(([path]) => path)
    expect(silent).toStrictEqual([])
  })

  it.each(everySection)('bound every text, list and number of $name', ({ name }) => {
    const boundless = [...nodesOf(jsonSchemaOf(name), name)]
      .filter(([, node]) => !isBounded(node))
      .map(([path]) => path)
    expect(boundless).toStrictEqual([])
  })

  it.each(everySection)(
    'name a closed problem for whatever is in a member of $name',
    ({ name }) => {
      const secret = 'Mirosavljević'
      const hostile = [
        null,
        {},
        [],
        [{}],
        secret,
        [secret],
        { secret },
        -1,
        NaN,
        true,
        '\ud800',
        '',
      ]
      for (const member of Object.keys(sectionSchemas[name].shape)) {
        for (const value of hostile) {
          for (const problem of problemsOf(name, { [member]: value })) {
            expect(sectionProblems.has(problem.split(': ')[1] ?? '')).toBe(true)
            expect(problem).not.toContain(secret)
          }
        }
      }
    },
  )
})

function isBounded(node: JsonSchema): boolean {
  if (node.type === 'boolean') return true
  if (node.type === 'array') return node.maxItems !== undefined
  if (node.type === 'object') return node.additionalProperties === false && node.minProperties === 1
  if (node.type !== 'string') return node.maximum !== undefined
  return node.enum !== undefined || node.maxLength !== undefined || node.pattern !== undefined
}
