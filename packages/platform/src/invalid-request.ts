import type { FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problem, type Problem } from './problem.ts'

const ERRORS_MAX = 50

/**
 * The problem of a request that its route's schema refuses, or undefined for another error.
 *
 * Each error names where (`body`), the path and the broken rule. A path holds only names that the
 * schema itself declares: a key that the caller made up may be a person's name, and shows as `*`.
 */
export function invalidRequest(error: unknown, request: FastifyRequest): Problem | undefined {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined
  const part = partOf(error)
  const schema: unknown = request.routeOptions.schema?.[part]
  const declared = schema instanceof z.ZodType ? declaredNames(schema) : new Set<string>()
  const errors = error.validation.slice(0, ERRORS_MAX).map(({ instancePath, keyword, params }) => {
    const unknownKeys: unknown = params['keys']
    return {
      in: part,
      path: safePath(instancePath, declared),
      rule: keyword,
      ...(Array.isArray(unknownKeys) && { count: unknownKeys.length }),
    }
  })
  return problem('invalid-request', 400, { errors })
}

type RequestPart = 'body' | 'params' | 'querystring' | 'headers'

function partOf(error: object): RequestPart {
  const parts: readonly RequestPart[] = ['body', 'params', 'querystring', 'headers']
  const context: unknown = 'validationContext' in error ? error.validationContext : undefined
  return parts.find((part) => part === context) ?? 'body'
}

function safePath(instancePath: string, declared: ReadonlySet<string>): string {
  return instancePath
    .split('/')
    .map((name) => (name === '' || /^\d{1,4}$/.test(name) || declared.has(name) ? name : '*'))
    .join('/')
}

function declaredNames(schema: z.ZodType): ReadonlySet<string> {
  const names = new Set<string>()
  collectNames(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), names)
  return names
}

/** Every key of a `properties` object, however deep, also below definitions and alternatives. */
function collectNames(node: unknown, names: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  if ('properties' in node && typeof node.properties === 'object' && node.properties !== null)
    for (const name of Object.keys(node.properties)) names.add(name)
  for (const child of Object.values(node)) collectNames(child, names)
}
