import { children } from './hr/children.ts'
import { closing } from './hr/closing.ts'
import { ledger } from './hr/ledger.ts'
import { proceedings } from './hr/proceedings.ts'
import { shared } from './hr/shared.ts'
import { support } from './hr/support.ts'
import { travel } from './hr/travel.ts'

export const croatian = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
