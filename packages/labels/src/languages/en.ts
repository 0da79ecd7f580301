import { children } from './en/children.ts'
import { closing } from './en/closing.ts'
import { htcds } from './en/htcds.ts'
import { ledger } from './en/ledger.ts'
import { proceedings } from './en/proceedings.ts'
import { shared } from './en/shared.ts'
import { support } from './en/support.ts'
import { travel } from './en/travel.ts'

export const english = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
  ...htcds,
}
