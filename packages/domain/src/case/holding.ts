import type { CaseState } from './state.ts'

/** Whether this organisation holds anything of the case at all. */
export function holdsSomething({ known }: CaseState): boolean {
  return Object.keys(known).length > 0
}
