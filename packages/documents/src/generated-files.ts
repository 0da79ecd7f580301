import { asyncApi } from './async-api.ts'
import { catalogue } from './catalogue.ts'
import { eventsPage } from './events-page.ts'
import { jsonSchemas } from './json-schemas.ts'

/** A file of the repository that is made from code, and what has to be in it. */
export type GeneratedFile = { readonly path: string; readonly text: string }

/** The folder in which every file is generated: what is not in the list is not to be there. */
export const GENERATED_FOLDER = 'schemas/json'

/** Every generated document, by its path in the repository. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: 'docs/catalogue.md', text: `${catalogue()}\n` },
    { path: 'schemas/protocol/events.md', text: `${eventsPage()}\n` },
    { path: 'schemas/asyncapi/exchange.json', text: asText(asyncApi()) },
    ...jsonSchemas().map(({ path, schema }) => ({
      path: `${GENERATED_FOLDER}/${path}`,
      text: asText(schema),
    })),
  ]
}

function asText(json: object): string {
  return `${JSON.stringify(json, undefined, 2)}\n`
}
