import { children } from './sr-cyrl/children.ts'
import { closing } from './sr-cyrl/closing.ts'
import { ledger } from './sr-cyrl/ledger.ts'
import { proceedings } from './sr-cyrl/proceedings.ts'
import { shared } from './sr-cyrl/shared.ts'
import { support } from './sr-cyrl/support.ts'
import { travel } from './sr-cyrl/travel.ts'

export const serbian = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
