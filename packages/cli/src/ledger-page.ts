import type { LedgerHolding, LedgerResponse, OrganisationList } from '@trm/contracts'
import type { Language } from '@trm/domain'
import { labelOf, type CodeIn } from '@trm/labels'
import { pageNames, type PageNames } from './page-names.ts'

type Text = CodeIn<'ledgerTexts'>
type Holding = LedgerHolding
type PassedOn = LedgerResponse['passedOn'][number]
type Page = {
  readonly text: (code: Text) => string
  readonly date: (instant: string) => string
  readonly names: PageNames
  readonly language: Language
}

/**
 * A ledger as plain text to print for the person, in her language: who holds what, what for, until when, what
 * became of what she took back, and who has not answered. No code and no id is on it, but the id of an
 * organisation that no trust list names; and never a value of hers.
 */
export function ledgerPage(
  ledger: LedgerResponse,
  organisations: OrganisationList['organisations'],
  language: Language,
): string {
  const page: Page = {
    text: (code) => labelOf('ledgerTexts', code, language).label,
    date: dateIn(language),
    names: pageNames(organisations, language),
    language,
  }
  const { text, names } = page
  const { holdings, passedOn } = ledger
  const holders = [...new Set([...holdings, ...passedOn].map(({ holder }) => holder))]
  const blocks = [
    [
      text('title'),
      `${text('asOf')}: ${page.date(ledger.at)}`,
      `${text('recordsOf')}: ${names.of(ledger.organisation)}`,
    ],
    ...holders.map((holder) => [
      names.of(holder),
      ...unique([
        ...holdings.filter((each) => each.holder === holder).map(holdingBlock(page)),
        ...passedOn.filter((each) => each.holder === holder).map(passedOnBlock(page)),
      ]),
    ]),
    listed(text('own'), ledger.own.map(ownLine(page))),
    listed(text('toldOnly'), ledger.toldOnly.map(names.of)),
    ...ledger.withoutConsent.map(withoutConsentBlock(page)),
    listed(text('unanswered'), unansweredLines(ledger, page), text('nobody')),
    [text('notReviewed')],
  ]
  const notes = names.footnotes().map((footnote) => [`* ${footnote}`])
  const shown = [...blocks, ...notes].filter((block) => block.length > 0)
  return `${shown.map((block) => block.join('\n')).join('\n\n')}\n`
}

/** One section that somebody holds. Two that read the same are shown once. */
const holdingBlock =
  (page: Page) =>
  (holding: Holding): string => {
    const { text, date, names, language } = page
    const lines = [
      `${text('receivedFrom')}: ${names.of(holding.author)}, ${date(holding.recordedAt)}`,
      `${text('purpose')}: ${labelOf('purposes', holding.purpose, language).label}`,
      `${text('basis')}: ${basisText(holding, page)}`,
      `${text('until')}: ${date(holding.until)}`,
      text(holding.onward ? 'onward' : 'notOnward'),
      `${text('fate')}: ${fateLines(holding, page).join('; ')}`,
    ]
    const section = labelOf('sectionNames', holding.section, language).label
    return `\n  ${section}\n${lines.map((line) => `    ${line}`).join('\n')}`
  }

/** One section that somebody else passed on: on which consent is not known here, and it goes no further. */
const passedOnBlock =
  (page: Page) =>
  (passed: PassedOn): string => {
    const { text, date, names, language } = page
    const lines = [
      `${text('receivedFrom')}: ${names.of(passed.by)}, ${date(passed.recordedAt)}`,
      `${text('purpose')}: ${labelOf('purposes', passed.purpose, language).label}`,
      `${text('until')}: ${date(passed.until)}`,
      text('notOnward'),
      `${text('fate')}: ${standingLines(passed, passed.until, page).join('; ')}`,
    ]
    const section = labelOf('sectionNames', passed.section, language).label
    return `\n  ${section}\n${lines.map((line) => `    ${line}`).join('\n')}`
  }

function basisText({ basis }: Holding, { text, language }: Page): string {
  switch (basis.kind) {
    case 'consent':
    case 'notice':
    case 'noPersonalData':
      return text(basis.kind)
    case 'legalObligation':
    case 'publicInterest':
    case 'vitalInterests':
      return labelOf('otherLegalBases', basis.kind, language).label
  }
}

/** What has become of it. What is known here stands above what both sides see. */
function fateLines(holding: Holding, page: Page): readonly string[] {
  return standingLines(holding, holding.until, page, arrivalLines(holding, page))
}

function standingLines(
  { here, standing }: Pick<Holding, 'here' | 'standing'>,
  until: string,
  { text, date, language }: Page,
  arrival: readonly string[] = [],
): readonly string[] {
  const now = here ?? standing
  switch (now.kind) {
    case 'covered':
      return arrival.length > 0 ? arrival : [text('covered')]
    case 'uncovered': {
      const since = now.since?.at ?? (now.because === 'ended' ? until : undefined)
      const reason = text(reasons[now.because])
      const what = since === undefined ? reason : `${reason}, ${date(since)}`
      return [what, ...arrival, text(now.answer)]
    }
    case 'erased':
    case 'restricted':
      return [`${text(now.kind)}, ${date(now.at)}`]
    case 'retained':
      return [
        `${text('retained')}, ${date(now.at)}`,
        now.citation === undefined ? text('noReason') : `${text('writtenIn')}: ${now.citation}`,
        ...(now.until === undefined ? [] : [`${text('until')}: ${date(now.until)}`]),
      ]
    case 'erasedHere':
      return [erasedText(now, { text, date, language })]
    case 'notReceived':
    case 'unknown':
      return [text(now.kind)]
  }
}

const reasons = {
  narrowed: 'takenBack',
  withdrawn: 'takenBack',
  ended: 'ended',
  suspended: 'suspended',
  neverCovered: 'neverCovered',
} as const

/** What was given is not held before it has arrived. */
function arrivalLines({ delivery }: Holding, { text }: Page): readonly string[] {
  if (delivery === 'stored' || delivery === 'received') return []
  return [text(delivery === 'refused' ? 'notReceived' : 'undelivered')]
}

type Erased = NonNullable<LedgerResponse['own'][number]['erased']>

function erasedText(
  { at, authority }: Erased,
  { text, date, language }: Pick<Page, 'text' | 'date' | 'language'>,
): string {
  const why = labelOf('erasureAuthorities', authority, language).label
  return `${text('erasedHere')}, ${date(at)}: ${why}`
}

const ownLine =
  (page: Page) =>
  ({ section, erased }: LedgerResponse['own'][number]): string => {
    const standing = erased === undefined ? page.text('held') : erasedText(erased, page)
    return `${labelOf('sectionNames', section, page.language).label}: ${standing}`
  }

const withoutConsentBlock =
  ({ text, date, language }: Page) =>
  (told: LedgerResponse['withoutConsent'][number]): readonly string[] => [
    `${text('withoutConsent')}, ${date(told.recordedAt)}`,
    `  ${told.sections.map((section) => labelOf('sectionNames', section, language).label).join(', ')}`,
    `  ${labelOf('organisationKinds', told.to, language).label}`,
    `  ${text('basis')}: ${labelOf('otherLegalBases', told.basis, language).label}`,
    `  ${text('writtenIn')}: ${told.citation}`,
    `  ${text('until')}: ${date(told.until)}`,
  ]

function unansweredLines(
  { holdings, passedOn }: LedgerResponse,
  { text, names }: Page,
): readonly string[] {
  const held: readonly Pick<Holding, 'holder' | 'here' | 'standing'>[] = [...holdings, ...passedOn]
  return held.flatMap(({ holder, here, standing }) => {
    const now = here ?? standing
    return now.kind === 'uncovered' && now.answer !== 'notAsked'
      ? [`${names.of(holder)}: ${text(now.answer)}`]
      : []
  })
}

/** A heading and its lines, each once; without lines nothing, or what stands for nobody. */
function listed(heading: string, lines: readonly string[], none?: string): readonly string[] {
  const shown = lines.length === 0 && none !== undefined ? [none] : unique(lines)
  return shown.length === 0 ? [] : [heading, ...shown.map((line) => `  ${line}`)]
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)]
}

/** CLDR has no Montenegrin of its own, and would fall back to the language of the machine. */
const regional: Partial<Record<Language, string>> = { cnr: 'sr-Latn-ME' }

function dateIn(language: Language): (instant: string) => string {
  const format = new Intl.DateTimeFormat(regional[language] ?? language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  })
  return (instant) => format.format(new Date(instant))
}
