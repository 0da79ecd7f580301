import type { OrganisationList } from '@trm/contracts'
import type { Language } from '@trm/domain'
import { participantOf, type OrganisationId } from '@trm/kernel'
import { findLabel, labelOf, toLatin } from '@trm/labels'

/** What organisations are called on a page, and what has to stand below it for that. */
export type PageNames = {
  /** The display name and the Participant. */
  readonly of: (id: OrganisationId) => string
  /** The footnotes of the names that were asked for so far, each once. */
  readonly footnotes: () => readonly string[]
}

/** Names for a page, as the directory has them: in the language, in that without its script, or in English. */
export function pageNames(
  organisations: OrganisationList['organisations'],
  language: Language,
): PageNames {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]))
  const footnotes = new Set<string>()

  function participantLabel(id: OrganisationId): string {
    const found = findLabel('participants', participantOf(id), language)
    if (!found.ok) return participantOf(id).toUpperCase()
    const { label, footnote } = found.value
    if (footnote !== undefined) footnotes.add(footnote)
    return label
  }

  return {
    of(id) {
      const names = byId.get(id)?.names ?? {}
      const [base = language] = language.split('-')
      const found = names[language] ?? names[base] ?? names['en']
      const name = language === 'sr-Latn' && found !== undefined ? toLatin(found) : found
      const unlisted = labelOf('ledgerTexts', 'unlisted', language).label
      // Whoever lists it chose the name: it must not steer a terminal or a printer.
      const shown = name === undefined ? `${unlisted}: ${id}` : name.replaceAll(/\p{C}/gu, ' ')
      return `${shown} (${participantLabel(id)})`
    },
    footnotes: () => [...footnotes],
  }
}
