import type { Back } from '../way-back.ts'

export type Forth = { readonly back: Back }
