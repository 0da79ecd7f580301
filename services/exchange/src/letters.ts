import type { OrganisationId } from '@trm/kernel'

/** A sealed message that was left in a mailbox. */
export type Letter = {
  readonly to: OrganisationId
  /** The recipient's key that it was sealed to. */
  readonly keyId: string
  /** SHA-256 of the sealed message. */
  readonly digest: string
}

/** Which key each of the latest messages was sealed to, so that an answer to one can be understood. */
export type Letters = {
  note(letter: Letter): void
  /** The key that this message to this recipient was sealed to; undefined for one that nobody here sent. */
  keyOf(digest: string, to: OrganisationId): string | undefined
}

/**
 * How many are remembered. Forgetting one costs nothing but time: what has no receipt is sealed anew when its
 * wait is over, as after a restart.
 */
const LETTERS_MAX = 4_096

export function createLetters(lettersMax = LETTERS_MAX): Letters {
  const letters = new Map<string, Letter>()
  return {
    note(letter) {
      letters.set(letter.digest, letter)
      const [oldest] = letters.keys()
      if (letters.size > lettersMax && oldest !== undefined) letters.delete(oldest)
    },
    keyOf(digest, to) {
      const letter = letters.get(digest)
      return letter?.to === to ? letter.keyId : undefined
    },
  }
}
