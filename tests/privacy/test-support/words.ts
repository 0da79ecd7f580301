import { eventDefinitions } from '@trm/domain'
import { decodeBase64url } from '@trm/sealing'
import { spellingsOf, type Spelling } from '@trm/testkit'

/** Too short or too common to say anything when they are found. */
const MEANINGFUL_LENGTH_MIN = 6

/** Every text and number of a case record that is long enough to be recognised. */
export function personalWords(record: Readonly<Record<string, unknown>>): readonly string[] {
  // Codes of the standard and of countries are words of the protocol, not of the person.
  const isMeant = (text: string) =>
    text.length >= MEANINGFUL_LENGTH_MIN && !/^[A-Za-z_]+$/.test(text)
  const names = ['prs_FirstName', 'prs_MiddleName'].map((field) => String(record[field]))
  return [...leavesOf(record).filter(isMeant), ...names]
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(leavesOf)
}

/** Everything that must not be in clear, in each of its spellings: identifiers as their bytes, too. */
export function forbiddenSpellings(words: {
  readonly personal: readonly string[]
  readonly organisations: readonly string[]
  /** Ids and digests in base64url. */
  readonly identifiers: readonly string[]
}): readonly Spelling[] {
  const types = Object.keys(eventDefinitions)
  const slugs = words.organisations.map((id) => id.slice(id.indexOf('.') + 1))
  const texts = new Set([...words.personal, ...words.organisations, ...slugs, ...types])
  return [...texts].flatMap(spellingsOf).concat(
    words.identifiers.flatMap((text) => [
      { text, form: 'base64url', bytes: Buffer.from(text) },
      { text, form: 'bytes', bytes: Buffer.from(decodeBase64url(text) ?? text) },
    ]),
  )
}
