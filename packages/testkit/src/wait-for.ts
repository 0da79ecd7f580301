import { setTimeout as delay } from 'node:timers/promises'

export type WaitOptions = {
  /** How long the condition may stay false before the wait fails. */
  readonly deadlineMs: number
  /** What is being waited for; the only thing a failed wait says. */
  readonly what: string
}

const POLL_MS = 10

/**
 * Asks the condition every 10 ms until it answers with something other than undefined, null or false.
 *
 * @returns that answer.
 * @throws {Error} naming `what`, when the deadline passes first. What the condition throws is thrown on.
 */
export async function waitFor<Answer>(
  condition: () => Answer | Promise<Answer>,
  { deadlineMs, what }: WaitOptions,
): Promise<Exclude<Answer, undefined | null | false>> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const answer = await condition()
    if (isAnswer(answer)) return answer
    if (performance.now() >= deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`)
    await delay(POLL_MS)
  }
}

function isAnswer<Answer>(answer: Answer): answer is Exclude<Answer, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false
}
