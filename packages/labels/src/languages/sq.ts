import { children } from './sq/children.ts'
import { closing } from './sq/closing.ts'
import { ledger } from './sq/ledger.ts'
import { proceedings } from './sq/proceedings.ts'
import { shared } from './sq/shared.ts'
import { support } from './sq/support.ts'
import { travel } from './sq/travel.ts'

export const albanian = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
