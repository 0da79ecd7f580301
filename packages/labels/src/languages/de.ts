import { children } from './de/children.ts'
import { closing } from './de/closing.ts'
import { ledger } from './de/ledger.ts'
import { proceedings } from './de/proceedings.ts'
import { shared } from './de/shared.ts'
import { support } from './de/support.ts'
import { travel } from './de/travel.ts'

export const german = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
