import type { Forth } from './violations/no-cycles.ts'

export type Back = { readonly forth: Forth }
