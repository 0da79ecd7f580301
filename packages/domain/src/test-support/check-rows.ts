import { expect } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { rejectionDefinitions, type Rejection } from '../case/rejections.ts'
import type { RejectionDefinition } from '../definition/rejection-definition.ts'
import { planDisclosures } from './disclosing.ts'
import type { AccessRows, Attempt, ReachedRows } from './rows.ts'

type Refusal = AccessRows<Readonly<Record<'OpenCase', unknown>>>['OpenCase']['refused'][number]

function decisionOf([history, command, context]: Attempt) {
  return decide(foldCase(history), command, context)
}

/** Why nothing comes of it: by the decision, or because nobody may be told what was decided. */
function refusalOf([history, command, context]: Attempt): Rejection | undefined {
  const state = foldCase(history)
  const decided = decide(state, command, context)
  if (!decided.ok) return decided.failure
  const planned = planDisclosures(decided.value, state, context.self, context.now)
  return planned.ok ? undefined : planned.failure
}

/** Each kind with the attempt that is to reach it, for `it.each`. */
export function reachedIn<Rejections>(rows: ReachedRows<Rejections>) {
  return Object.entries<Attempt>(rows)
}

/** Each command with its attempts, for `it.each`. */
export function accessIn<Commands>(rows: AccessRows<Commands>) {
  return Object.entries<AccessRows<Readonly<Record<'OpenCase', unknown>>>['OpenCase']>(rows)
}

/** The attempt is refused, by exactly this rule. */
export function expectReached(kind: string, attempt: Attempt): void {
  expect(refusalOf(attempt)?.kind).toBe(kind)
}

/** Whoever tries it may: the attempt leads to an event. */
export function expectAllowed(attempt: Attempt): void {
  expect(decisionOf(attempt)).toMatchObject({ ok: true })
}

/** Whoever tries it may not, and learns from the answer nothing but that. */
export function expectRefused([history, command, context, kind]: Refusal): void {
  expectReached(kind, [history, command, context])
  const { answer }: RejectionDefinition = rejectionDefinitions[kind]
  expect(['unknown', 'forbidden']).toContain(answer)
}

/** What an attempt leads to: that it is allowed, or the rule that stands against it. */
export function outcomeOf(attempt: Attempt): 'allowed' | Rejection['kind'] {
  const decision = decisionOf(attempt)
  return decision.ok ? 'allowed' : decision.failure.kind
}
