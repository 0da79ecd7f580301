import { children } from './cnr/children.ts'
import { closing } from './cnr/closing.ts'
import { ledger } from './cnr/ledger.ts'
import { proceedings } from './cnr/proceedings.ts'
import { shared } from './cnr/shared.ts'
import { support } from './cnr/support.ts'
import { travel } from './cnr/travel.ts'

export const montenegrin = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
}
