import { codeOf, organisationList } from '@trm/contracts'
import { organisationKinds } from '@trm/domain'
import { Problem, requireRole } from '@trm/platform'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { TrustedDirectory } from './trusted-directory.ts'

export type DirectoryOptions = { readonly directory: TrustedDirectory }

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
        response: { 200: organisationList, '4xx': Problem },
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
