import { children } from './bs/children.ts'
import { closing } from './bs/closing.ts'
import { ledger } from './bs/ledger.ts'
import { proceedings } from './bs/proceedings.ts'
import { shared } from './bs/shared.ts'
import { support } from './bs/support.ts'
import { travel } from './bs/travel.ts'

export const bosnian = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
