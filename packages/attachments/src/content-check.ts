import type { AttachmentMediaType } from '@trm/contracts'

/** Looks at a file as it passes, in pieces of any length. */
export type ContentCheck = {
  /** @returns false as soon as it cannot be of the type. */
  take(piece: Uint8Array): boolean
  /** Whether all of it was. */
  end(): boolean
}

/**
 * How files of a type begin. PDF: ISO 32000-2, section 7.5.2; JPEG: ISO/IEC 10918-1, annex B (SOI and the
 * first marker); PNG: PNG specification (third edition), section 5.2.
 */
const beginnings = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const satisfies Readonly<Record<Exclude<AttachmentMediaType, 'text/plain'>, readonly number[]>>

/** Whether a file is what it is said to be, by its content: the name and the word of a sender count for nothing. */
export function checkContent(mediaType: AttachmentMediaType): ContentCheck {
  return mediaType === 'text/plain' ? checkText() : checkBeginning(beginnings[mediaType])
}

function checkBeginning(expected: readonly number[]): ContentCheck {
  let seen = 0
  let isGood = true
  return {
    take(piece) {
      for (const byte of piece.subarray(0, expected.length - seen)) {
        isGood &&= byte === expected[seen]
        seen += 1
      }
      return isGood
    },
    end: () => isGood && seen === expected.length,
  }
}

/** UTF-8 without NUL: what is shown as text and read by nothing as something else. */
function checkText(): ContentCheck {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const isText = (piece: Uint8Array, stream: boolean) => {
    try {
      decoder.decode(piece, { stream })
      return !piece.includes(0)
    } catch {
      // A fatal decoder throws for nothing else than bytes that are not UTF-8.
      return false
    }
  }
  let isGood = true
  return {
    take(piece) {
      isGood &&= isText(piece, true)
      return isGood
    },
    end: () => isGood && isText(new Uint8Array(), false),
  }
}
