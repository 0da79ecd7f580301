import type { CaseCommand, CommandContext } from '../case/commands.ts'
import type { CaseEvent } from '../case/events.ts'
import type { RejectionKind } from '../case/rejections.ts'
import type { CommandType } from '../definition/catalogue.ts'

/** What an organisation holds, what it asks for, and who and when it is. */
export type Attempt = readonly [readonly CaseEvent[], CaseCommand, CommandContext]

/** For each rejection of a process one way to get there. A kind without a row does not compile. */
export type ReachedRows<Rejections> = { readonly [Kind in keyof Rejections]: Attempt }

/** For each command of a process who may give it, and who may not and is told what. */
export type AccessRows<Commands> = {
  readonly [Type in keyof Commands & CommandType]: {
    readonly allowed: readonly Attempt[]
    /** Refused for who they are, not for how things stand. */
    readonly refused: readonly (readonly [...Attempt, RejectionKind])[]
  }
}
