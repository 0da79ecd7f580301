import { closedList, type CodeOf } from './closed-list.ts'

/** The languages that labels and printed texts exist in, as BCP 47 tags; Serbian in both of its scripts. */
export const languages = closedList('en', 'de', 'sq', 'mk', 'bs', 'hr', 'cnr', 'sr-Latn', 'sr-Cyrl')
export type Language = CodeOf<typeof languages>
