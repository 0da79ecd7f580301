import type { Language } from '@trm/domain'
import { fail, invariant, ok, type Result } from '@trm/kernel'
import { kosovoFootnotes } from './footnotes.ts'
import { albanian } from './languages/sq.ts'
import { bosnian } from './languages/bs.ts'
import { croatian } from './languages/hr.ts'
import { english } from './languages/en.ts'
import { german } from './languages/de.ts'
import { macedonian } from './languages/mk.ts'
import { montenegrin } from './languages/cnr.ts'
import { serbian } from './languages/sr-cyrl.ts'
import { languagesFor } from './languages.ts'
import {
  lists,
  type CodeIn,
  type HtcdsLists,
  type LabelsOf,
  type ListName,
  type OwnLists,
} from './topics.ts'
import { toLatin } from './transliterate.ts'

/** A label, and which language it is in: the caller can see that it is not the one that was asked for. */
export type Label = {
  readonly label: string
  readonly language: Language
  /** Displayed with the label, always, after an asterisk. Only Kosovo* has one. */
  readonly footnote?: string
}

type Texts = { readonly [list: string]: { readonly [code: string]: string } }

const written = {
  en: english satisfies LabelsOf<OwnLists> & LabelsOf<HtcdsLists>,
  de: german satisfies LabelsOf<OwnLists>,
  sq: albanian satisfies LabelsOf<OwnLists>,
  mk: macedonian satisfies LabelsOf<OwnLists>,
  bs: bosnian satisfies LabelsOf<OwnLists>,
  hr: croatian satisfies LabelsOf<OwnLists>,
  cnr: montenegrin satisfies LabelsOf<OwnLists>,
  'sr-Cyrl': serbian satisfies LabelsOf<OwnLists>,
  'sr-Latn': inLatin(serbian),
} satisfies Readonly<Record<Language, Texts>>

function inLatin(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([list, labels]) => [
      list,
      Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, toLatin(label)])),
    ]),
  )
}

/**
 * The label of a code in a language: exactly that one, or that of the tag without its last subtags, or
 * English (RFC 4647, section 3.4). Picklists of HTCDS have the standard's English labels only.
 *
 * @param language a BCP 47 tag: `sr-Latn`, `de-AT`; one that is not known gives English
 */
export function labelOf<Name extends ListName>(
  list: Name,
  code: CodeIn<Name>,
  language: string,
): Label {
  return labelIn(list, code, language)
}

/**
 * The label of a code that came from outside.
 *
 * @returns `unknown-code` where the list does not have the code exactly; never another code's label
 */
export function findLabel(
  list: ListName,
  text: string,
  language: string,
): Result<Label, 'unknown-code'> {
  return lists[list].has(text) ? ok(labelIn(list, text, language)) : fail('unknown-code')
}

function labelIn(list: ListName, code: string, tag: string): Label {
  for (const language of languagesFor(tag)) {
    const texts: Texts = written[language]
    const label = texts[list]?.[code]
    if (label === undefined) continue
    return list === 'participants' && code === 'xk'
      ? { label, language, footnote: kosovoFootnotes[language] }
      : { label, language }
  }
  invariant(false, 'labels: every code has an English label')
}
