import { children } from './mk/children.ts'
import { closing } from './mk/closing.ts'
import { ledger } from './mk/ledger.ts'
import { proceedings } from './mk/proceedings.ts'
import { shared } from './mk/shared.ts'
import { support } from './mk/support.ts'
import { travel } from './mk/travel.ts'

export const macedonian = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
