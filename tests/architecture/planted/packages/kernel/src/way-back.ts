import type { Forth } from './no-cycles.ts'

export type Back = { readonly forth: Forth }
