import { describe, expect, it } from 'vitest'
import { waitFor } from './wait-for.ts'

describe('waitFor', () => {
  it('gives back the first answer that is not undefined, null or false', async () => {
    const answers = [undefined, null, false, 'here']
    const answer = await waitFor(() => answers.shift(), { deadlineMs: 1_000, what: 'the answer' })
    expect(answer).toBe('here')
  })

  it('takes 0 and the empty text for answers', async () => {
    expect(await waitFor(() => 0, { deadlineMs: 0, what: 'zero' })).toBe(0)
    expect(await waitFor(() => '', { deadlineMs: 0, what: 'empty' })).toBe('')
  })

  it('asks at least once, also when the deadline is now', async () => {
    let asked = 0
    await expect(
      waitFor(() => (asked++, false), { deadlineMs: 0, what: 'never' }),
    ).rejects.toThrow()
    expect(asked).toBe(1)
  })

  it('fails at the deadline and says what was missing', async () => {
    await expect(waitFor(() => undefined, { deadlineMs: 20, what: 'a mailbox' })).rejects.toThrow(
      'a mailbox',
    )
  })

  it('does not swallow what the condition throws', async () => {
    const fault = new Error('fault')
    await expect(
      waitFor(() => Promise.reject(fault), { deadlineMs: 1_000, what: 'x' }),
    ).rejects.toBe(fault)
  })
})
