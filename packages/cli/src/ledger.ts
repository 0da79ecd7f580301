import { languages } from '@trm/domain'
import { isCaseReference, ok } from '@trm/kernel'
import { findLanguage, languageNames } from '@trm/labels'
import { readOptions, type Answer } from './answer.ts'
import { ledgerPage } from './ledger-page.ts'
import { ledgerTable } from './ledger-table.ts'
import { askAgents } from './sign-in.ts'

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
  const { found, organisations } = await askAgents(
    [at, ['caseworker', 'auditor']],
    async (client) => {
      const [ledgerOf, listed] = await Promise.all([
        client.ledger(reference),
        client.organisations(),
      ])
      if (!ledgerOf.ok) return ledgerOf
      if (!listed.ok) return listed
      return ok({ found: ledgerOf.value, organisations: listed.value.organisations })
    },
    'CASE_NOT_FOUND',
  )
  return {
    output:
      language === undefined ? ledgerTable(found) : ledgerPage(found, organisations, language),
  }
}

function languagesThereAre(): string {
  const known = languages.codes.map((code) => `${code} (${languageNames[code]})`)
  return `there are no labels in that language; there are: ${known.join(', ')}`
}
