/** What a fault waits for: a call of this method, and to this stream when one is named. */
export type FaultPlace = {
  readonly method: 'append' | 'read' | 'tombstone' | 'delete'
  /** `$all` for a read of all streams. */
  readonly streamId?: string
}

export type Fault =
  /** The server answers that it is not ready. */
  | { readonly kind: 'unavailable' }
  /** The user may not do this. */
  | { readonly kind: 'access-denied' }
  /** Another node leads: a client has to turn there. */
  | { readonly kind: 'not-leader'; readonly host: string; readonly port: number }
  /** Nothing is done and nobody answers. */
  | { readonly kind: 'silence' }
  /** Every connection of the server breaks: before the work is done, or when only the answer is missing. */
  | { readonly kind: 'broken-connection'; readonly when: 'before' | 'after' }

/** Faults that wait for their call. */
export type Faults = {
  /** The next call at this place meets this fault, once; after those that wait already. */
  add(place: FaultPlace, fault: Fault): void
  take(place: Required<FaultPlace>): Fault | undefined
}

export function createFaults(): Faults {
  const waiting: { readonly place: FaultPlace; readonly fault: Fault }[] = []
  return {
    add(place, fault) {
      waiting.push({ place, fault })
    },
    take({ method, streamId }) {
      const index = waiting.findIndex(
        ({ place }) =>
          place.method === method && (place.streamId === undefined || place.streamId === streamId),
      )
      return index === -1 ? undefined : waiting.splice(index, 1)[0]?.fault
    },
  }
}
