import { z } from 'zod'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

const TYPE_PREFIX = 'urn:trm:problem:'

/**
 * An error answer (RFC 9457). `type` is what a program decides on; `status` repeats the HTTP status.
 * Further members belong to the type. None repeats what the caller sent.
 */
export const Problem = z
  .looseObject({
    type: z.string().regex(/^urn:trm:problem:[a-z0-9-]+$/),
    title: z.string(),
    status: z.int().min(400).max(599),
    /** The request, as its log lines name it. */
    instance: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'An error answer, RFC 9457' })

export type Problem = z.output<typeof Problem>

export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 410
  | 411
  | 413
  | 415
  | 421
  | 422
  | 429
  | 431
  | 500
  | 503

/** Members of a problem beyond the standard ones: counts, codes and names of fields, no personal data. */
export type ProblemExtra = Readonly<
  Record<
    string,
    string | number | boolean | readonly (string | Readonly<Record<string, unknown>>)[]
  >
>

/**
 * An error answer to send: `reply.code(404).send(problem('not-found', 404))`. The application gives it
 * its media type, its instance and its status.
 *
 * @param kind kebab-case, becomes `urn:trm:problem:<kind>`; its words are the title.
 */
export function problem(kind: string, status: ProblemStatus, extra: ProblemExtra = {}): Problem {
  const title = kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ')
  return { ...extra, type: `${TYPE_PREFIX}${kind}`, title, status }
}

/** Whether a value about to be sent is a problem. */
export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    value.type.startsWith(TYPE_PREFIX)
  )
}
