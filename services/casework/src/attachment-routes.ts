import type { AttachmentStore, UploadFlaw } from '@trm/attachments'
import { ATTACHMENTS_SECTION, type CaseLog, type Journal, type SectionFact } from '@trm/case-log'
import {
  ATTACHMENT_BYTES_MAX,
  attachmentMediaTypes,
  attachmentReference,
  caseReference,
  eventId,
  tokenId,
  type AccessEntry,
  type AttachmentMediaType,
} from '@trm/contracts'
import type { Clock, EventStore } from '@trm/ports'
import { Problem, problem, requireRole, userOf, type ProblemStatus } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { absenceProblem, findAttachment } from './find-attachment.ts'

export type AttachmentOptions = {
  readonly caseLog: CaseLog
  readonly attachments: AttachmentStore
  readonly store: EventStore
  readonly access: Journal<AccessEntry>
  readonly clock: Clock
  readonly reportSection: (fact: SectionFact) => void
}

const CASEWORKER = 'caseworker'
/** How many files are taken in at the same time. */
const UPLOADS_MAX = 4
/** A file on a slow line, in milliseconds. */
const TRANSFER_MAX_MS = 10 * 60_000

/** Bytes of the type that the document names, as a stream. */
const wholeFile = z.unknown().describe('The file.')

const flawStatuses = {
  empty: 422,
  'too-large': 413,
  'length-differs': 422,
  'content-not-of-type': 422,
  'erased-meanwhile': 409,
} as const satisfies Readonly<Record<UploadFlaw, ProblemStatus>>

/** Not by what the file was called: whoever saves it names it. */
const fileNames = {
  'application/pdf': 'attachment.pdf',
  'image/jpeg': 'attachment.jpg',
  'image/png': 'attachment.png',
  'text/plain': 'attachment.txt',
} as const satisfies Readonly<Record<AttachmentMediaType, string>>

/** Files of a case: taken in before a command names them, and given out as the section that names them is. */
export const attachmentRoutes: FastifyPluginCallbackZod<AttachmentOptions> = (
  app,
  options,
  done,
) => {
  const { caseLog, attachments, store, access, clock, reportSection } = options
  const preHandler = requireRole(CASEWORKER)
  let uploads = 0

  // A file is not parsed: its bytes are sealed as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, parsed) => {
    parsed(null, payload)
  })

  app.post(
    '/cases/:case/attachments',
    {
      preHandler,
      handlerTimeout: TRANSFER_MAX_MS,
      schema: {
        tags: ['casework'],
        summary: 'Take in a file that a document is to name',
        description:
          'The body is the file, with its type and its length in the header: PDF, JPEG, PNG or plain text in UTF-8, up to 20 MiB. The answer goes into the document as it is. What no event has named within a day is removed.',
        params: z.strictObject({ case: caseReference }),
        response: { 201: attachmentReference, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      // What is left of a refused file is not waited for.
      const refuse = (refusal: Problem) => reply.header('connection', 'close').send(refusal)
      const described = readDescription(request.headers)
      if ('type' in described) return refuse(described)
      const loaded = await caseLog.load(request.params.case)
      if (loaded.entries.length === 0) return refuse(problem('case-unknown', 404))
      if (uploads >= UPLOADS_MAX) return refuse(problem('too-many-uploads', 429))
      uploads += 1
      try {
        const { subject: user } = userOf(request)
        const data = { case: loaded.reference, user, role: CASEWORKER }
        await access.append({ type: 'AttachmentGiven', data })
        const key = await caseLog.ownKey(loaded, ATTACHMENTS_SECTION)
        const taken = await attachments.take(key, request.body as Readable, described)
        if (!taken.ok) return await refuse(uploadProblem(taken.failure))
        return await reply.code(201).send(taken.value)
      } finally {
        uploads -= 1
      }
    },
  )

  app.get(
    '/cases/:case/events/:event/attachments/:attachment',
    {
      preHandler,
      handlerTimeout: TRANSFER_MAX_MS,
      schema: {
        tags: ['casework'],
        summary: 'A file that a document of an event names',
        description:
          'It may be read where the section that names it may. Where there is none the answer says which: withheld, erased, or not here yet, and how much of it is.',
        params: z.strictObject({ case: caseReference, event: eventId, attachment: tokenId }),
        response: { 200: wholeFile, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const loaded = await caseLog.load(request.params.case)
      const parts = { caseLog, attachments, store, now: clock.now(), report: reportSection }
      const found = await findAttachment(loaded, request.params, parts)
      if (found.kind !== 'here') return reply.send(absenceProblem(found))
      const { subject: user } = userOf(request)
      await access.append({
        type: 'CaseViewed',
        data: {
          case: loaded.reference,
          user,
          role: CASEWORKER,
          sections: [ATTACHMENTS_SECTION],
        },
      })
      const { mediaType, lengthBytes } = found.reference
      return reply
        .type(mediaType)
        .header('content-length', lengthBytes)
        .header('content-disposition', `attachment; filename="${fileNames[mediaType]}"`)
        .header('x-content-type-options', 'nosniff')
        .send(Readable.from(found.content))
    },
  )

  done()
}

/** Type and length as they stand before the first byte of the file, or what is wrong with them. */
function readDescription(
  headers: IncomingHttpHeaders,
): { readonly mediaType: AttachmentMediaType; readonly lengthBytes: number } | Problem {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!attachmentMediaTypes.has(mediaType))
    return problem('attachment-type-not-taken', 415, { taken: attachmentMediaTypes.codes })
  const length = headers['content-length']
  return length === undefined
    ? problem('length-required', 411)
    : { mediaType, lengthBytes: Number(length) }
}

function uploadProblem(flaw: UploadFlaw): Problem {
  const extra = flaw === 'too-large' ? { bytesMax: ATTACHMENT_BYTES_MAX } : {}
  return problem(`attachment-${flaw}`, flawStatuses[flaw], extra)
}
