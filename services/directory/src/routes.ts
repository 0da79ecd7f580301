import { codeOf, organisationId, participantCode } from '@trm/contracts'
import { organisationKinds } from '@trm/domain'
import { Problem, requireRole } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { TrustedDirectory } from './trusted-directory.ts'

export type DirectoryOptions = { readonly directory: TrustedDirectory }

const organisation = z.strictObject({
  id: organisationId,
  kind: codeOf(organisationKinds),
  participant: participantCode,
  names: z.record(z.string(), z.string()).readonly(),
})

/** Who takes part, as the Participants' trust lists say. */
export const directoryRoutes: FastifyPluginCallbackZod<DirectoryOptions> = (app, options, done) => {
  const { directory } = options

  app.get(
    '/organisations',
    {
      preHandler: requireRole('caseworker', 'auditor'),
      schema: {
        tags: ['directory'],
        summary: 'The organisations that the pinned Participants list',
        response: {
          200: z.strictObject({
            versions: z.record(participantCode, z.int()),
            organisations: z.array(organisation).readonly(),
          }),
          '4xx': Problem,
        },
      },
    },
    () => ({
      versions: Object.fromEntries(
        directory.participants().map((code) => [code, directory.versionOf(code)]),
      ),
      organisations: directory
        .participants()
        .flatMap((code) => directory.organisationsOf(code))
        .map((listed) => ({ ...listed, kind: codeOf(organisationKinds).parse(listed.kind) })),
    }),
  )

  done()
}
