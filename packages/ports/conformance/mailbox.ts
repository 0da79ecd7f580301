import { describeCases } from './case.ts'
import { awayCases } from './mailbox-away.ts'
import { consumingCases } from './mailbox-consuming.ts'
import type { MailboxCase, MailboxHarness } from './mailbox-harness.ts'
import { lifeCases } from './mailbox-life.ts'
import { publishingCases } from './mailbox-publishing.ts'

/** Every promise of the mailbox port, each on its own. */
export const mailboxCases: readonly MailboxCase[] = [
  ...publishingCases,
  ...consumingCases,
  ...awayCases,
  ...lifeCases,
]

/** What every mailbox promises. An adapter is done when this passes; there are no options. */
export function mailboxConformance(adapter: string, open: () => Promise<MailboxHarness>): void {
  describeCases(`mailbox: ${adapter}`, mailboxCases, open)
}
