import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { STATUS_CODES } from 'node:http'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'

// The page loads its own files only. Its library writes style attributes, hence the one exception.
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Describes every route registered after it in OpenAPI 3.1, at `/docs/json`, with a page at `/docs`. */
export async function addDocs(
  app: FastifyInstance,
  { title, version }: { readonly title: string; readonly version: string },
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'at+jwt' } },
      },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document)
      const security = document.route.config?.public === true ? [] : [{ bearer: [] }]
      return { schema: { ...schema, security, ...describeAnswers(schema) }, url }
    },
    transformObject: (document) => onlyReferenced(jsonSchemaTransformObject(document)),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    uiConfig: { validatorUrl: null },
  })
}

/** Says of each answer what its status means, and of errors that they are problems. */
function describeAnswers(schema: { readonly response?: unknown } | undefined): object {
  if (schema?.response === undefined) return {}
  const answers = schema.response as Readonly<Record<string, object>>
  const response = Object.entries(answers).map(([status, answer]) => {
    const description = STATUS_CODES[status] ?? 'Answer'
    return /^[45]/.test(status)
      ? [status, { description, content: { [PROBLEM_MEDIA_TYPE]: { schema: answer } } }]
      : [status, { description, ...answer }]
  })
  return { response: Object.fromEntries(response) as unknown }
}

/** Leaves out the named schemas of other applications in this process: the registry is one for all. */
function onlyReferenced<Document extends object>(document: Document): Document {
  const { paths, components } = document as Components
  const reached = new Set<string>()
  const pending = namesIn(paths)
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    pending.push(...namesIn(components?.schemas?.[name]))
  }
  const schemas = Object.entries(components?.schemas ?? {}).filter(([name]) => reached.has(name))
  return Object.assign({}, document, {
    components: { ...components, schemas: Object.fromEntries(schemas) },
  })
}

type Components = {
  readonly paths?: unknown
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

function namesIn(node: unknown): string[] {
  const references = JSON.stringify(node ?? null).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)
  return [...references].flatMap(([, name]) => name ?? [])
}
