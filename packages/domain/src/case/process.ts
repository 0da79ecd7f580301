import type { Result } from '@trm/kernel'
import type { CommandType, EventType } from '../definition/catalogue.ts'
import type { CommandContext, CommandOf } from './commands.ts'
import type { EventDraft, EventOf } from './events.ts'
import type { Rejection } from './rejections.ts'
import type { CaseState } from './state.ts'

/** What a command leads to: one event, or the rule that stands against it. */
export type Decision = Result<EventDraft, Rejection>

/** Decides a command. Pure: the same state, command and context always decide the same. */
export type Decider<Type extends CommandType> = (
  state: CaseState,
  command: CommandOf<Type>,
  context: CommandContext,
) => Decision

/** A decider for each command of a process. */
export type DecidersOf<Commands> = {
  readonly [Type in keyof Commands & CommandType]: Decider<Type>
}

/** What becomes of the state with an event of this type. Refuses nothing and always ends. */
export type Evolver<Type extends EventType> = (state: CaseState, event: EventOf<Type>) => CaseState

/** An evolver for each event of a process. */
export type EvolversOf<Events> = { readonly [Type in keyof Events & EventType]: Evolver<Type> }

/** The evolver of an event that is held and has no other effect. */
export function unchanged(state: CaseState): CaseState {
  return state
}
