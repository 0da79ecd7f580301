import { accessTokens, ApiError, createAgentClient } from '@trm/client'
import { languages } from '@trm/domain'
import { isCaseReference } from '@trm/kernel'
import { findLanguage, languageNames } from '@trm/labels'
import { readOptions, type Answer } from './answer.ts'
import { ledgerPage } from './ledger-page.ts'
import { ledgerTable } from './ledger-table.ts'
import { NetworkError } from './network-file.ts'
import { findSignIns } from './sign-in.ts'

/**
 * `trm ledger`: who holds what about a person, as a table for the caseworker; with a language, as a page to
 * print for the person.
 */
export async function ledger(words: readonly string[]): Promise<Answer> {
  const options = readOptions(words, {
    case: { type: 'string' },
    at: { type: 'string' },
    language: { type: 'string' },
  })
  if (options === undefined) return { problem: 'ledger takes --case, --at and --language' }
  const { case: reference = '', at = 'at.vienna-cso', language: tag } = options
  if (!isCaseReference(reference)) {
    return { problem: '--case takes a case reference of 22 characters' }
  }
  const language = tag === undefined ? undefined : findLanguage(tag)
  // A page that she cannot read is worse than none: English does not stand in for a language that is not there.
  if (tag !== undefined && language === undefined) return { refused: [languagesThereAre()] }
  for (const { url, credentials } of await findSignIns(at, ['caseworker', 'auditor'])) {
    const client = createAgentClient({ url, token: accessTokens(credentials) })
    const answers = await Promise.all([client.ledger(reference), client.organisations()]).catch(
      (error: unknown) => {
        if (error instanceof ApiError) return undefined // a network that ended without tidying up
        throw error
      },
    )
    if (answers === undefined) continue
    const [found, listed] = answers
    // One network does not know what another runs: this one may not hold the case.
    if (!found.ok || !listed.ok) continue
    const { organisations } = listed.value
    return {
      output:
        language === undefined
          ? ledgerTable(found.value)
          : ledgerPage(found.value, organisations, language),
    }
  }
  throw new NetworkError('CASE_NOT_FOUND')
}

function languagesThereAre(): string {
  const known = languages.codes.map((code) => `${code} (${languageNames[code]})`)
  return `there are no labels in that language; there are: ${known.join(', ')}`
}
